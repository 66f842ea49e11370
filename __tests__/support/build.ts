import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Holds the hash of the build's input, or that the build failed; absent while one runs. */
const HASH_FILE = ".next/input-hash";
const FAILED = "failed";

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

const shared = globalThis as { octavoBuild?: ChildProcess };

/**
 * Starts a build for production, as the end-to-end tests need it, unless the last build had the same input. It runs beside
 * the tests that need none; the others wait for it (`waitForBuild`).
 */
export function startBuild(): void {
  if (shared.octavoBuild) return;
  const inputs = hashInputs();
  if (existsSync(HASH_FILE) && readFileSync(HASH_FILE, "utf8") === inputs) return;
  rmSync(HASH_FILE, { force: true });
  const build = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build", "--webpack"], {
    stdio: ["ignore", "pipe", "pipe"],
    // Jest sets NODE_ENV=test, with which Next builds neither for production nor for development.
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  shared.octavoBuild = build;
  let output = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  build.once("close", (code) => {
    // Stopped by `stopBuild`.
    if (shared.octavoBuild !== build) return;
    if (code !== 0) process.stderr.write(`The build failed:\n${output}\n`);
    mkdirSync(".next", { recursive: true });
    writeFileSync(HASH_FILE, code === 0 ? inputs : FAILED);
  });
}

/** Ends the build if it still runs: the tests are over. */
export async function stopBuild(): Promise<void> {
  const build = shared.octavoBuild;
  delete shared.octavoBuild;
  if (!build || build.exitCode !== null || build.signalCode !== null) return;
  const closed = once(build, "close");
  build.kill();
  await closed;
}

/** Resolves when the build has ended. @throws if it failed */
export async function waitForBuild(): Promise<void> {
  const outcome = () => (existsSync(HASH_FILE) ? readFileSync(HASH_FILE, "utf8") : "");
  while (outcome() === "") await setTimeout(200);
  if (outcome() === FAILED) throw new Error("The build failed, and these tests need it. Jest's output shows why.");
}
