import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";

/** The hash of what the build was made of. Every build empties the folder, so that it cannot outlive its build. */
const HASH_FILE = ".next/input-hash";

/** What no build reads. `package-lock.json` stands for the packages. */
const NOT_BUILT = /^(node_modules|__tests__|bench|coverage|data|dist|next-env\.d\.ts|.*\.(tsbuildinfo|db\S*))$/;

/** A hash of every file that a build may read. */
function hashInputs(): string {
  const entries = globSync(["*", ".env*"]).filter((name) => !NOT_BUILT.test(name));
  const files = entries.flatMap((name) =>
    globSync([name, `${name}/**/*`], { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name: file, parentPath }) => `${parentPath}/${file}`),
  );
  const hash = createHash("sha256").update(process.version);
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

const shared = globalThis as { octavoIsBuilt?: boolean };

/** Makes the production build that the end-to-end tests start, unless the last one was made of the same files. */
export default function build(): void {
  if (shared.octavoIsBuilt) return;
  shared.octavoIsBuilt = true;
  const inputs = hashInputs();
  if (existsSync(HASH_FILE) && readFileSync(HASH_FILE, "utf8") === inputs) return;
  execFileSync(process.execPath, ["node_modules/next/dist/bin/next", "build", "--webpack"], {
    stdio: ["ignore", "inherit", "inherit"],
    // Jest says NODE_ENV=test, of which Next would make neither a production nor a development build.
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  writeFileSync(HASH_FILE, inputs);
}
