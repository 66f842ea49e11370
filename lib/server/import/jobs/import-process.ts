import { fork } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import type { ImportProgress } from "#lib/shared/imports";
import { beat, endRun, type Run } from "./runs.ts";
import { deleteFolder } from "./source-files.ts";

/** How often a run stores its heartbeat and its progress, and looks whether it is cancelled, in milliseconds. */
const BEAT_MS = 1_000;
/** How long a run that is cancelled may take to stop by itself, in milliseconds. */
const CANCEL_MS = 10_000;

/** A process that works on a run. */
export type RunProcess = {
  /** Resolves when it has ended, with how it did. */
  ended: Promise<string>;
  cancel(): void;
  kill(): void;
};
/** Starts a process for a run. */
export type StartProcess = (run: Run, onProgress: (progress: ImportProgress) => void) => RunProcess;

// Beside this file: in a bundle, `import.meta.url` is the path of the source at build time.
const CHILD_FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), "child.ts");

/** A child process with the settings of this one: it opens the database and the file storage itself. */
const startChild: StartProcess = ({ job, run }, onProgress) => {
  const child = fork(CHILD_FILE, [job, run], { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.on("message", (progress) => onProgress(progress as ImportProgress));
  return {
    ended: new Promise((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    }),
    cancel() {
      // It may have just ended.
      child.send("cancel", () => {});
    },
    kill: () => child.kill("SIGKILL"),
  };
};

/** Stores the heartbeat of a run until its process has ended, and how it has ended if the process could not. */
async function supervise(db: Database, run: Run, start: StartProcess): Promise<void> {
  let progress: ImportProgress | undefined;
  let isCancelled = false;
  let isBeating = false;
  const runProcess = start(run, (latest) => {
    progress = latest;
  });

  async function beatOnce(): Promise<void> {
    if (isBeating) return;
    isBeating = true;
    const latest = progress;
    progress = undefined;
    try {
      const state = await beat(db, run, latest);
      if (state === "lost") runProcess.kill();
      if (state !== "cancelled" || isCancelled) return;
      isCancelled = true;
      runProcess.cancel();
      setTimeout(runProcess.kill, CANCEL_MS).unref();
    } catch (error) {
      // The next one tries again; without any for long, the run counts as dead.
      log.warn({ err: error, import: run.job }, "the heartbeat of an import was not stored");
    } finally {
      isBeating = false;
    }
  }

  const timer = setInterval(beatOnce, BEAT_MS).unref();
  const how = await runProcess.ended;
  clearInterval(timer);
  // Changes nothing where the run has ended by itself.
  await endRun(db, run, {
    state: isCancelled ? "cancelled" : "interrupted",
    error: isCancelled ? undefined : `its process has ended (${how})`,
  });
  await deleteFolder(run.run);
}

/** Global, as each bundle loads this module. */
const shared = globalThis as { octavoStartImport?: StartProcess | undefined };

/** Replaces the child process, for tests; undefined restores it. */
export function useImportProcess(start: StartProcess | undefined): void {
  shared.octavoStartImport = start;
}

/** Starts the process of a run that has begun. It goes on when the request that has started it is over. */
export function startRun(db: Database, run: Run): void {
  supervise(db, run, shared.octavoStartImport ?? startChild).catch((error: unknown) => {
    log.error({ err: error, import: run.job }, "an import could not be supervised");
  });
}
