import { randomUUID } from "node:crypto";
import type { Database, HousekeepingTable } from "#lib/server/db/tables";
import { CLOCK_SKEW_MS } from "./clock-skew.ts";

/** How often temporary data is removed, by all processes together, in milliseconds. */
export const INTERVAL_MS = 60 * 60 * 1000;
/** After how long a run counts as dead that does not renew its lease, in milliseconds. */
export const LEASE_MS = 2 * 60 * 1000;

const SLOT = 1;

/** Whether a stored time is at most `ms` ago. One further ahead than clocks may differ is of a clock that has been set back since. */
const isWithin = (time: number, ms: number, now: number) => time > now - ms && time <= now + CLOCK_SKEW_MS;

const isDue = (row: HousekeepingTable, now: number) =>
  !(row.run !== null && isWithin(row.renewed_at, LEASE_MS, now)) && !isWithin(row.finished_at, INTERVAL_MS, now);

/**
 * Begins a run, unless another process is at one, or one was completed less than INTERVAL_MS ago. Writes nothing where no run is due.
 * @returns its id; undefined where no run is due
 */
export async function beginRun(db: Database, now: number): Promise<string | undefined> {
  const last = await db.selectFrom("housekeeping").selectAll().where("slot", "=", SLOT).executeTakeFirst();
  if (last && !isDue(last, now)) return undefined;
  const run = randomUUID();
  const begun = await db
    .insertInto("housekeeping")
    .values({ slot: SLOT, run, renewed_at: now, finished_at: 0 })
    .onConflict((conflict) =>
      conflict
        .column("slot")
        .doUpdateSet({ run, renewed_at: now })
        // Of several processes that have read the same row, one begins.
        .where("housekeeping.renewed_at", "=", last?.renewed_at ?? -1)
        .where("housekeeping.finished_at", "=", last?.finished_at ?? -1),
    )
    .returning("run")
    .executeTakeFirst();
  return begun && run;
}

const change = async (db: Database, run: string, values: Partial<HousekeepingTable>): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable("housekeeping")
    .set(values)
    .where("run", "=", run)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
};

/** Stores that a run goes on. @returns false where another process has taken over */
export const renewRun = (db: Database, run: string, now: number) => change(db, run, { renewed_at: now });

/** Ends a run. One that was not completed is begun again by the next process that looks. */
export const endRun = (db: Database, run: string, isCompleted: boolean, now: number) =>
  change(db, run, { run: null, renewed_at: now, ...(isCompleted && { finished_at: now }) });
