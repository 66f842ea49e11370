import type { ExpressionBuilder, Selectable } from "kysely";
import type { Database, ImportJobsTable, Tables } from "#lib/server/db/tables";
import { loadNewest } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { type Import, ImportOptions, ImportProgress, ImportReport, type ImportState } from "#lib/shared/imports";
import type { PageQuery } from "#lib/shared/params";

/** How old the heartbeat of a run may be before it counts as dead, in milliseconds. Clocks of machines may differ by less. */
export const STALE_MS = 30_000;

/** A file of a source, and in how many parts it is in the storage. */
export type StoredFile = { name: string; bytes: number; parts: number };

/** A job with the run that works on it, if there is one. */
export type JobRow = Selectable<ImportJobsTable> & { heartbeat: number | null; is_cancelled: number | null };

export const filesOf = ({ files }: Pick<JobRow, "files">): StoredFile[] => JSON.parse(files) as StoredFile[];
export const optionsOf = ({ options }: Pick<JobRow, "options">) => ImportOptions.parse(JSON.parse(options));

/** Whether a run works on a job. A heartbeat far ahead is of a run that has died before the clock was set back. */
export const isRunning = ({ heartbeat }: Pick<JobRow, "heartbeat">, now: number) =>
  heartbeat !== null && Math.abs(now - heartbeat) < STALE_MS;

/** The condition that a heartbeat is of a run that has died. */
export const isStale = (eb: ExpressionBuilder<Tables, "import_runs">, now: number) =>
  eb.or([eb("import_runs.heartbeat", "<=", now - STALE_MS), eb("import_runs.heartbeat", ">=", now + STALE_MS)]);

function stateOf(row: JobRow, now: number): ImportState {
  const isActive = row.state === "checking" || row.state === "importing";
  if (!isActive) return row.state as ImportState;
  if (!isRunning(row, now)) return "interrupted";
  return row.is_cancelled === 1 ? "cancelling" : (row.state as ImportState);
}

const parsed = <Value>(schema: { parse(value: unknown): Value }, text: string | null) =>
  text === null ? null : schema.parse(JSON.parse(text));

/** An import as the API returns it. */
export function toImport(row: JobRow, now = Date.now()): Import {
  return {
    id: row.id,
    state: stateOf(row, now),
    files: filesOf(row).map(({ bytes, name }) => ({ name, bytes })),
    options: optionsOf(row),
    progress: parsed(ImportProgress, row.progress),
    report: parsed(ImportReport, row.report),
    entries: row.entries,
    error: row.error,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}

/** All jobs, with the runs that work on them. */
export const selectJobs = (db: Database) =>
  db
    .selectFrom("import_jobs")
    .leftJoin("import_runs", "import_runs.job_id", "import_jobs.id")
    .selectAll("import_jobs")
    .select(["import_runs.heartbeat", "import_runs.is_cancelled"]);

/** Jobs whose source has been received. */
const selectReceived = (db: Database) => selectJobs(db).where("state", "<>", "uploading");

export const importNotFound = () => new Problem("not-found", { title: "Import not found" });

/** Loads a job. @throws {Problem} 404 */
export async function requireJob(db: Database, id: string): Promise<JobRow> {
  const row = await selectReceived(db).where("import_jobs.id", "=", id).executeTakeFirst();
  if (!row) throw importNotFound();
  return row;
}

/** Lists imports, the newest first; `next` is the next cursor. */
export async function listImports(db: Database, pageQuery: PageQuery, now = Date.now()) {
  const received = { query: selectReceived(db), table: "import_jobs", time: "created_at" } as const;
  const { next, page } = await loadNewest(db, "imports", received, pageQuery);
  return { items: page.map((row) => toImport(row, now)), next };
}
