import { type RawBuilder, sql } from "kysely";
import type { Database, Tables } from "#lib/server/db/tables";

/** Rows per statement, so that no writer waits long. */
export const BATCH = 100;

/** What a function that removes temporary data gets. */
export type Run = {
  db: Database;
  /** What expired until then is removed, in milliseconds since 1970. */
  now: number;
  /** Call it after each batch: waits, so that requests come first. @returns false where the rest is left to another run */
  shouldContinue: () => Promise<boolean>;
};

/** A run, for functions that remove temporary data by themselves too: without it everything is removed at once. */
export type OptionalRun = Partial<Pick<Run, "now" | "shouldContinue">>;

/** Removes one kind of temporary data. @returns how many rows, files or posts */
export type Remove = (run: Run) => Promise<number>;

/** Repeats `removeBatch` until it removes fewer than BATCH rows. */
export async function removeInBatches(
  { shouldContinue }: Pick<Run, "shouldContinue">,
  removeBatch: () => Promise<number>,
): Promise<number> {
  let count = 0;
  for (;;) {
    const removed = await removeBatch();
    count += removed;
    if (removed < BATCH || !(await shouldContinue())) return count;
  }
}

type Expiring = {
  table: keyof Tables;
  /** The columns of its primary key. */
  key: string[];
  /** An indexed column. */
  column: string;
  /** The largest value of that column in a row that has expired. */
  until: (now: number) => number | string;
  /** A condition besides. */
  where?: RawBuilder<unknown>;
};

/** Deletes rows that have expired, the oldest first. */
export function expiredRows({ column, key, table, until, where = sql`1 = 1` }: Expiring): Remove {
  const [name, keys, time] = [sql.table(table), sql.join(key.map((part) => sql.ref(part))), sql.ref(column)];
  return (run) =>
    removeInBatches(run, async () => {
      // The condition is repeated for rows that are changed meanwhile.
      const isExpired = sql`${time} <= ${until(run.now)} and ${where}`;
      const { numAffectedRows } = await sql`
        delete from ${name} where (${keys}) in
          (select ${keys} from ${name} where ${isExpired} order by ${time} limit ${sql.lit(BATCH)})
        and ${isExpired}`.execute(run.db);
      return Number(numAffectedRows ?? 0);
    });
}
