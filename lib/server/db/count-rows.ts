import type { Database, Tables } from "./tables.ts";

/** Counts the rows of a table. @param table of this version or an earlier one */
export async function countRows(db: Database, table: string): Promise<number> {
  const counted = db.selectFrom(table as keyof Tables).select((eb) => eb.fn.countAll<number>().as("rows"));
  return Number((await counted.executeTakeFirstOrThrow()).rows);
}
