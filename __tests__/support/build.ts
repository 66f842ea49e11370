import { execFileSync } from "node:child_process";

const shared = globalThis as { octavoIsBuilt?: boolean };

/** Makes the production build that the end-to-end suite starts, once for all engines. */
export default function build(): void {
  if (shared.octavoIsBuilt) return;
  shared.octavoIsBuilt = true;
  execFileSync(process.execPath, ["node_modules/next/dist/bin/next", "build", "--webpack"], {
    stdio: ["ignore", "inherit", "inherit"],
    // Jest says NODE_ENV=test, of which Next would make neither a production nor a development build.
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
}
