import { execFileSync } from "node:child_process";

/** Makes the production build that the end-to-end suite starts. */
export default function build(): void {
  execFileSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], { stdio: "inherit" });
}
