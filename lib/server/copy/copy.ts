import { countRows } from "#lib/server/db/count-rows";
import type { Watch } from "#lib/server/progress";
import { readNextIds, rowsOf, type Summary } from "./digest.ts";
import { fillDatabase } from "./fill.ts";
import { requireTwoDatabases } from "./same-database.ts";
import { readSource } from "./source-and-target.ts";

/**
 * Copies a database into an empty one, in one transaction that compares the two before it commits. The source is read in one
 * snapshot and never written to.
 * @param from connection string, as in DATABASE_URL
 * @param to connection string, as in DATABASE_URL
 * @returns the digest of both
 * @throws {CopyRefused} if the two cannot be a source and a target
 * @throws {DatabaseError} if one of the two cannot be opened
 */
export async function copyDatabase(from: string, to: string, watch: Watch = {}): Promise<Summary> {
  requireTwoDatabases(from, to);
  return readSource(from, (source) =>
    fillDatabase(
      to,
      {
        doing: "copying",
        nextIds: () => readNextIds(source),
        read: async (table) => ({
          total: await countRows(source, table),
          rows: rowsOf(source, table, watch.signal),
        }),
      },
      watch,
    ),
  );
}
