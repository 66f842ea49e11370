import { housekeep } from "#lib/server/housekeeping/housekeep";
import { TEMPORARY_DATA } from "#lib/server/housekeeping/temporary-data";
import { sweepUnusedImages } from "#lib/server/images/sweep";
import { sweepImports } from "#lib/server/import/jobs/sweep";
import { type Check, fixable } from "../finding.ts";

/** After how long without a complete removal of temporary data something is wrong, in milliseconds: servers do it each hour. */
const OVERDUE_MS = 24 * 60 * 60 * 1000;

/** Whether what has expired is removed. */
export const temporaryData: Check = {
  name: "temporary data",
  needsSchema: true,

  async find({ db, now }) {
    const last = await db.selectFrom("housekeeping").select("finished_at").executeTakeFirst();
    if (!last || last.finished_at > now - OVERDUE_MS) return [];
    const since = last.finished_at === 0 ? "never" : `last on ${new Date(last.finished_at).toISOString().slice(0, 10)}`;
    return [fixable(`removed ${since}: no server runs, or its log has "housekeeping-failed"`, "warning")];
  },

  async fix({ db, storage }) {
    const kinds = {
      ...TEMPORARY_DATA,
      // In the storage that is checked.
      imports: (run) => sweepImports(run.db, storage, run),
      images: (run) => sweepUnusedImages(run.db, storage, run),
    } satisfies typeof TEMPORARY_DATA;
    await housekeep(db, { kinds });
  },
};
