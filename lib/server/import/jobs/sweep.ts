import path from "node:path";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import type { Storage } from "#lib/server/files/storage";
import type { OptionalRun } from "#lib/server/housekeeping/batches";
import { deleteTemporaryFolders } from "#lib/server/temporary-folders";
import { isStale, type JobRow, requireJob, selectJobs, toImport } from "./jobs.ts";
import { refuseState } from "./runs.ts";
import { deleteSource, folderOf, IMPORT_PREFIX, UPLOAD_STALE_MS } from "./source-files.ts";

/** How long an uploaded source is stored that nothing is done with, in milliseconds: a day. */
export const SOURCE_RETENTION_MS = 24 * 60 * 60 * 1000;
/** How many imports are stored with their reports: the newest ones. */
export const JOBS_MAX = 20;

/**
 * Marks a job that no run works on as expired, so that none begins.
 * @param job as it was read
 * @returns false where a run goes on, or the job was changed since
 */
async function expire(db: Database, { id, updated_at }: JobRow, now: number): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // A run that has died.
    await trx
      .deleteFrom("import_runs")
      .where("job_id", "=", id)
      .where((eb) => isStale(eb, now))
      .execute();
    const { numUpdatedRows } = await trx
      .updateTable("import_jobs")
      .set({ state: "expired" })
      .where("id", "=", id)
      .where("updated_at", "=", updated_at)
      .where("state", "not in", ["done", "failed"])
      .where("id", "not in", trx.selectFrom("import_runs").select("job_id"))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

/**
 * Deletes an import: its source, its report and itself. Posts that it has imported stay.
 * @throws {Problem} 404, 409 while it runs
 * @throws {StorageError}
 */
export async function deleteImport(db: Database, storage: Storage, id: string, now = Date.now()): Promise<void> {
  const job = await requireJob(db, id);
  const isEnded = ["done", "failed", "expired"].includes(job.state);
  if (!isEnded && !(await expire(db, job, now))) {
    refuseState(toImport(await requireJob(db, id), now));
  }
  await deleteSource(db, storage, job);
  await db.deleteFrom("import_jobs").where("id", "=", id).execute();
}

async function sweepUploads(db: Database, storage: Storage, now: number): Promise<number> {
  const dead = await selectJobs(db)
    .where("state", "=", "uploading")
    .where("updated_at", "<=", now - UPLOAD_STALE_MS)
    .execute();
  for (const job of dead) {
    await deleteSource(db, storage, job);
    await db.deleteFrom("import_jobs").where("id", "=", job.id).execute();
  }
  return dead.length;
}

async function sweepSources(db: Database, storage: Storage, now: number): Promise<number> {
  const stored: JobRow[] = await selectJobs(db).where("parts", ">", 0).where("state", "<>", "uploading").execute();
  let count = 0;
  for (const job of stored) {
    const isEnded = ["done", "failed", "expired"].includes(job.state);
    const isOld = job.updated_at <= now - SOURCE_RETENTION_MS;
    if (!isEnded && !(isOld && (await expire(db, job, now)))) continue;
    await deleteSource(db, storage, job);
    count++;
  }
  return count;
}

async function sweepJobs(db: Database): Promise<number> {
  const old = await db
    .selectFrom("import_jobs")
    .select("id")
    .where("parts", "=", 0)
    .where("state", "in", ["done", "failed", "expired"])
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1_000)
    .offset(JOBS_MAX)
    .execute();
  for (const { id } of old) await db.deleteFrom("import_jobs").where("id", "=", id).execute();
  return old.length;
}

/** Deletes the temporary folders of runs whose process has ended. */
export async function deleteImportFolders(db: Database): Promise<void> {
  const runs = await db.selectFrom("import_runs").select("run").execute();
  const used = new Set(runs.map(({ run }) => path.basename(folderOf(run))));
  await deleteTemporaryFolders(IMPORT_PREFIX, Date.now() - SOURCE_RETENTION_MS, used);
}

/**
 * Deletes the sources of imports that are over, or with which nothing was done for SOURCE_RETENTION_MS; uploads that have
 * failed; and all but the newest imports. Any number of processes may do this at the same time.
 * @returns how many imports
 * @throws {StorageError} where files cannot be deleted; the next sweep tries again
 */
export async function sweepImports(
  db: Database,
  storage: Storage,
  { shouldContinue = async () => true, now = Date.now() }: OptionalRun = {},
): Promise<number> {
  let count = 0;
  for (const sweep of [sweepUploads, sweepSources, sweepJobs]) {
    count += await sweep(db, storage, now);
    if (!(await shouldContinue())) break;
  }
  return count;
}
