import NodeEnvironment from "jest-environment-node";
import { waitForBuild } from "../build.ts";

/** Node.js, for test files that need the build, which the setup has only started. */
export default class Built extends NodeEnvironment {
  override async setup(): Promise<void> {
    await waitForBuild();
    await super.setup();
  }
}
