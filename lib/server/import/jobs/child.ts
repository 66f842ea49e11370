// The process that import-process.ts starts for one run. It ends with the run, or with the process that started it.
import os from "node:os";
import { closeDatabase, database } from "#lib/server/db/database";
import { files } from "#lib/server/files/files";
import { log } from "#lib/server/log";
import { executeRun, type StopReason } from "./execute.ts";

const [job = "", run = ""] = process.argv.slice(2);

try {
  // Serving requests comes first.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not allowed everywhere, and not needed.
}

const controller = new AbortController();
const stop = (reason: StopReason) => controller.abort(reason);
process.on("disconnect", () => stop("interrupted"));
process.on("message", () => stop("cancelled"));
// A terminal and systemd send them to every process; the one that has started this one decides.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {});

try {
  await executeRun(
    await database(),
    await files(),
    { job, run },
    {
      signal: controller.signal,
      onProgress(progress) {
        if (process.connected) process.send?.(progress);
      },
    },
  );
} catch (error) {
  log.error({ err: error, event: "import-failed", import: job }, "an import could not be ended");
  process.exitCode = 1;
} finally {
  await closeDatabase();
  if (process.connected) process.disconnect();
}
