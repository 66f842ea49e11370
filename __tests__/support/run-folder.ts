import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What another test file needs to go on with a server (`withSharedServer`). */
export type Left = { pid: number; url: string; database: string; files: string };

/** Makes the temporary folder of this run, for all its processes; they find it in `TEST_FOLDER`. */
export function makeRunFolder(): void {
  if (process.env.TEST_FOLDER) return;
  process.env.TEST_FOLDER = mkdtempSync(path.join(tmpdir(), "octavo-tests-"));
  // Some tests run as another user.
  chmodSync(process.env.TEST_FOLDER, 0o755);
}

/** Where a worker process notes the server that its test files share. @param name differs by settings */
export function recordOf(name: string): string {
  const { JEST_WORKER_ID, TEST_FOLDER } = process.env;
  if (!TEST_FOLDER) throw new Error("TEST_FOLDER is missing: the setup of this Jest project makes no folder");
  return path.join(TEST_FOLDER, `server-${JEST_WORKER_ID}-${name}.json`);
}

function discard({ pid, database, files }: Left): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    process.stderr.write(`A shared server has died:\n${readFileSync(path.join(files, "output"), "utf8")}\n`);
  }
  rmSync(files, { recursive: true, force: true });
  if (database.startsWith("file:")) {
    rmSync(path.dirname(database.slice("file:".length)), { recursive: true, force: true });
  }
}

/** Kills the servers that test files have shared, and deletes the folder. */
export function deleteRunFolder(): void {
  const folder = process.env.TEST_FOLDER;
  // Projects share it. In watch mode, the next run makes another.
  delete process.env.TEST_FOLDER;
  if (!folder) return;
  for (const record of globSync(path.join(folder, "server-*.json"))) {
    discard(JSON.parse(readFileSync(record, "utf8")) as Left);
  }
  rmSync(folder, { recursive: true, force: true });
}
