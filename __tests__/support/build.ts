import { execFileSync } from "node:child_process";

/** Makes the production build that the end-to-end suite starts. */
export default function build(): void {
  execFileSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    stdio: ["ignore", "inherit", "inherit"],
    // Jest says NODE_ENV=test, of which Next would make neither a production nor a development build.
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
}
