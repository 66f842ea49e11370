import { randomUUID } from "node:crypto";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { Problem } from "#lib/server/problem";
import type { Import, ImportOptions, ImportProgress, ImportReport } from "#lib/shared/imports";
import { importNotFound, isRunning, isStale, selectJobs, toImport } from "./jobs.ts";

/** A run of a job: a check, or an import. */
export type Run = { job: string; run: string };

/** States of a job in which a run may begin. `checking` and `importing` are those of a run whose process has died. */
const STARTABLE = ["ready", "cancelled", "interrupted", "checking", "importing"];

/** @throws {Problem} 409 */
export function refuseState(current: Import): never {
  throw new Problem("import-state", { title: `The import is ${current.state}`, current: { import: current } });
}

/**
 * Takes the one slot for runs. A run whose heartbeat has stopped loses it.
 * @returns false where another run has it, or the job was deleted
 */
async function takeSlot(trx: DatabaseTransaction, { job, run }: Run, now: number): Promise<boolean> {
  const mine = { job_id: job, run, is_cancelled: 0, heartbeat: now };
  const taken = await trx
    .insertInto("import_runs")
    .columns(["slot", "job_id", "run", "is_cancelled", "heartbeat"])
    .expression((eb) =>
      eb
        .selectFrom("import_jobs")
        .select([
          ...[eb.val(1).as("slot"), "id" as const, eb.val(run).as("run"), eb.val(0).as("is_cancelled")],
          eb.val(now).as("heartbeat"),
        ])
        .where("id", "=", job)
        .modifyEnd(getEngine(trx).keyLock),
    )
    .onConflict((conflict) =>
      conflict
        .column("slot")
        .doUpdateSet(mine)
        .where((eb) => isStale(eb, now)),
    )
    .returning("run")
    .executeTakeFirst();
  return taken !== undefined;
}

/**
 * Begins a run of a job, if no other one goes on.
 * @param options replaces those of the job
 * @throws {Problem} 409 where another run goes on, or the job cannot be run
 */
export async function beginRun(
  db: Database,
  job: string,
  task: "checking" | "importing",
  options?: ImportOptions,
  now = Date.now(),
): Promise<Run> {
  const run = { job, run: randomUUID() };
  await inTransaction(db, async (trx) => {
    const before = await selectJobs(trx).where("import_jobs.id", "=", job).executeTakeFirst();
    if (!before) throw importNotFound();
    if (!(await takeSlot(trx, run, now))) {
      if (isRunning(before, now)) refuseState(toImport(before, now));
      throw new Problem("import-open", { title: "Another import is running" });
    }
    const begun = await trx
      .updateTable("import_jobs")
      .set({ state: task, progress: null, error: null, updated_at: now })
      .$if(options !== undefined, (query) => query.set({ options: JSON.stringify(options) }))
      .where("id", "=", job)
      .where("parts", ">", 0)
      .where("state", "in", STARTABLE)
      .executeTakeFirstOrThrow();
    if (begun.numUpdatedRows > 0n) return;
    refuseState(toImport(before, now));
  });
  return run;
}

/** How a run has ended. */
export type Outcome = {
  state: "ready" | "done" | "failed" | "cancelled" | "interrupted";
  error?: string | undefined;
  /** With the number of its entries, which are stored already. */
  report?: { report: ImportReport; entries: number } | undefined;
};

/** Stores how a run has ended, and frees the slot; nothing where the run has lost it. */
export async function endRun(
  db: Database,
  { job, run }: Run,
  { error, report, state }: Outcome,
  now = Date.now(),
): Promise<void> {
  const isMine = await inTransaction(db, async (trx) => {
    const { numDeletedRows } = await trx.deleteFrom("import_runs").where("run", "=", run).executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return false;
    await trx
      .updateTable("import_jobs")
      .set({ state, error: error ?? null, updated_at: now })
      .$if(report !== undefined, (query) =>
        query.set({ report: JSON.stringify(report?.report), report_run: run, entries: report?.entries ?? 0 }),
      )
      .where("id", "=", job)
      .execute();
    return true;
  });
  if (!isMine) return;
  // Those of earlier reports, and of runs that were killed.
  await db
    .deleteFrom("import_entries")
    .where("job_id", "=", job)
    .where("run", "<>", (eb) =>
      eb
        .selectFrom("import_jobs")
        .select((inner) => inner.fn.coalesce("report_run", inner.val("")).as("run"))
        .where("id", "=", job),
    )
    .execute();
}

/** Stores that a run goes on, and how far it is. @returns whether it should; `lost` where another one may have begun */
export async function beat(
  db: Database,
  { job, run }: Run,
  progress: ImportProgress | undefined,
  now = Date.now(),
): Promise<"goes-on" | "cancelled" | "lost"> {
  const row = await db
    .updateTable("import_runs")
    .set({ heartbeat: now })
    .where("run", "=", run)
    .returning("is_cancelled")
    .executeTakeFirst();
  if (!row) return "lost";
  if (progress) {
    await db
      .updateTable("import_jobs")
      .set({ progress: JSON.stringify(progress) })
      .where("id", "=", job)
      .execute();
  }
  return row.is_cancelled === 1 ? "cancelled" : "goes-on";
}

/** Requests the run of a job to stop. @throws {Problem} 409 where there is none */
export async function cancelRun(db: Database, job: string, now = Date.now()): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("import_runs")
    .set({ is_cancelled: 1 })
    .where("job_id", "=", job)
    .where((eb) => eb.not(isStale(eb, now)))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  const row = await selectJobs(db).where("import_jobs.id", "=", job).executeTakeFirst();
  if (!row) throw importNotFound();
  refuseState(toImport(row, now));
}
