import type { Database } from "#lib/server/db/tables";
import type { Storage } from "#lib/server/files/storage";
import { StorageError } from "#lib/server/files/storage";
import { log } from "#lib/server/log";
import { siteSettings } from "#lib/server/site/site";
import { IMPORT_TEXT_MAX, type ImportProgress } from "#lib/shared/imports";
import { cleanText } from "#lib/shared/text";
import { importSource } from "../import.ts";
import { ImportRefused } from "../record.ts";
import { boundReport } from "./bounded-report.ts";
import { storeEntries } from "./entries.ts";
import { type JobRow, optionsOf, requireJob } from "./jobs.ts";
import { endRun, type Outcome, type Run } from "./runs.ts";
import { deleteFolder, deleteSource, fetchSource, folderOf } from "./source-files.ts";

/** Why a run is aborted, as `AbortSignal.reason`. */
export type StopReason = "cancelled" | "interrupted";

type Options = { signal: AbortSignal; onProgress: (progress: ImportProgress) => void };

async function runImport(
  db: Database,
  storage: Storage,
  job: JobRow,
  run: Run,
  { onProgress, signal }: Options,
): Promise<Outcome> {
  const isDryRun = job.state === "checking";
  const paths = await fetchSource(storage, job, folderOf(run.run), signal);
  const { authors, downloadImages, site } = optionsOf(job);
  const report = await importSource(db, {
    ...{ paths, authors, isDryRun, signal, timeZone: (await siteSettings()).timeZone },
    site: site?.replace(/\/+$/, ""),
    owner: job.account_id,
    downloadsImages: downloadImages,
    onStep: onProgress,
  });
  const stored = await storeEntries(db, run, report.entries);
  return { state: isDryRun ? "ready" : "done", report: { report: boundReport(report), entries: stored } };
}

/** The outcome of a run that failed; what the owner cannot change is logged. */
function failure(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) return { state: signal.reason as StopReason };
  if (error instanceof ImportRefused) {
    // It may have a name of the source in it.
    return { state: "failed", error: cleanText(error.message).slice(0, IMPORT_TEXT_MAX) };
  }
  log.error({ err: error, event: "import-failed" }, "an import was interrupted");
  const reason =
    error instanceof StorageError
      ? "the file storage does not respond, or has no space left"
      : "the log of the server says why";
  return { state: "interrupted", error: reason };
}

/**
 * Executes a run: checks a source, or imports it. The same code as `npx octavo import`, in the process that calls it.
 */
export async function executeRun(db: Database, storage: Storage, run: Run, options: Options): Promise<void> {
  const job = await requireJob(db, run.job);
  let outcome: Outcome;
  try {
    outcome = await runImport(db, storage, job, run, options);
  } catch (error) {
    outcome = failure(error, options.signal);
  } finally {
    await deleteFolder(run.run);
  }
  await endRun(db, run, outcome);
  if (outcome.state === "done" || outcome.state === "failed") await deleteSource(db, storage, job);
}
