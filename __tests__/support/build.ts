import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";

/** Holds the hash of the build's input. Every build empties the folder, and so removes the file of the previous build. */
const HASH_FILE = ".next/input-hash";

/** Files that no build reads. `package-lock.json` represents the packages. */
const NOT_BUILT =
  /^(node_modules|__tests__|bench|coverage|data|deployment|dist|Dockerfile|compose\.yaml|biome\.json|jest\..*|next-env\.d\.ts|.*\.(tsbuildinfo|db\S*))$/;

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

/** Builds for production, as the end-to-end tests need it, unless the last build had the same input. */
export default function build(): void {
  if (shared.octavoIsBuilt) return;
  shared.octavoIsBuilt = true;
  const inputs = hashInputs();
  if (existsSync(HASH_FILE) && readFileSync(HASH_FILE, "utf8") === inputs) return;
  execFileSync(process.execPath, ["node_modules/next/dist/bin/next", "build", "--webpack"], {
    stdio: ["ignore", "inherit", "inherit"],
    // Jest sets NODE_ENV=test, with which Next builds neither for production nor for development.
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  writeFileSync(HASH_FILE, inputs);
}
