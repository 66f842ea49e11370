import type { Database } from "#lib/server/db/tables";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { IMPORT_ENTRIES_MAX, ImportEntry } from "#lib/shared/imports";
import { PAGE_DEFAULT, type PageQuery } from "#lib/shared/params";
import type { ReportEntry } from "../report.ts";
import { boundEntry } from "./bounded-report.ts";
import type { JobRow } from "./jobs.ts";

/** Entries in one statement: SQLite allows 32,766 bind parameters. */
const AT_ONCE = 1_000;

/** In the order in which a report has its kinds. */
const KINDS: ReportEntry["kind"][] = ["left-out", "changed", "kept-as-text", "image"];

/** Stores the entries of a run's report, by kind. They are not part of a report until `endRun` says so. @returns how many */
export async function storeEntries(
  db: Database,
  { job, run }: { job: string; run: string },
  all: ReportEntry[],
): Promise<number> {
  const entries = KINDS.flatMap((kind) => all.filter((entry) => entry.kind === kind)).slice(0, IMPORT_ENTRIES_MAX);
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const rows = entries
      .slice(start, start + AT_ONCE)
      .map((entry, index) => ({ run, number: start + index, job_id: job, entry: JSON.stringify(boundEntry(entry)) }));
    await db.insertInto("import_entries").values(rows).execute();
  }
  return all.length;
}

type Job = Pick<JobRow, "id" | "report_run">;

const entriesAfter = (db: Database, { report_run }: Job, number: number, limit: number) =>
  db
    .selectFrom("import_entries")
    .select(["number", "entry"])
    .where("run", "=", report_run ?? "")
    .where("number", ">", number)
    .orderBy("number")
    .limit(limit)
    .execute();

/** Lists the entries of a job's report; `next` is the next cursor. */
export async function listEntries(db: Database, job: Job, { after, limit = PAGE_DEFAULT }: PageQuery) {
  const list = `import entries ${job.report_run}`;
  const position = await parseCursor(db, list, after);
  const rows = await entriesAfter(db, job, Number(position?.[0] ?? -1), limit + 1);
  const { page, last } = takePage(rows, limit);
  return {
    items: page.map(({ entry }) => ImportEntry.parse(JSON.parse(entry))),
    next: await nextCursor(db, list, last && [last.number]),
  };
}

/** All entries of a job's report as JSON, a batch at a time. */
export async function* allEntries(db: Database, job: Job): AsyncGenerator<string[]> {
  for (let last = -1; ; ) {
    const rows = await entriesAfter(db, job, last, AT_ONCE);
    if (rows.length === 0) return;
    yield rows.map(({ entry }) => entry);
    last = rows.at(-1)?.number ?? last;
  }
}
