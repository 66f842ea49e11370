import type { Kysely } from "kysely";
import { notifyContentChange } from "#lib/server/content-version";
import type { Row } from "#lib/server/db/bulk-loader";
import { getEngine } from "#lib/server/db/engine";
import { migrate } from "#lib/server/db/migrate";
import { connect } from "#lib/server/db/open";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { indexPosts } from "#lib/server/posts/index-posts";
import type { PostRow } from "#lib/server/posts/row";
import type { Watch } from "#lib/server/progress";
import { inBatches } from "./batches.ts";
import { countRows, differences, digester, readNextIds, rowsOf, type Summary, summarize } from "./digest.ts";
import { requireTwoDatabases } from "./same-database.ts";
import { openingAt, readSource, requireEmpty, requireEmptyTarget } from "./source-and-target.ts";
import { COUNTING_TABLES, SINGLE_ROW_TABLES, TABLE_NAMES, type TableName } from "./tables.ts";

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
  return readSource(from, async (source) => {
    await requireEmptyTarget(to);
    return openingAt(to, async (opened) => {
      const db = await connect(to, "fill");
      try {
        return await inTransaction(db, async (target) => {
          await prepare(target, to);
          opened();
          return fill(source, target, watch);
        });
      } finally {
        await db.destroy();
      }
    });
  });
}

/** Creates the tables, in the transaction that fills them. */
async function prepare(target: DatabaseTransaction, url: string): Promise<void> {
  await getEngine(target).lockMigrations(target);
  // Check again, now that the lock excludes other writers.
  await requireEmpty(target, url);
  await migrate(target);
}

async function fill(source: DatabaseTransaction, target: DatabaseTransaction, watch: Watch): Promise<Summary> {
  const engine = getEngine(target);
  await engine.bulkLoader.lock(target, TABLE_NAMES);
  for (const table of SINGLE_ROW_TABLES) await target.deleteFrom(table).execute();

  const copied: Summary = { tables: {} as Summary["tables"], nextIds: await readNextIds(source) };
  for (const table of TABLE_NAMES) copied.tables[table] = await copyTable(source, target, table, watch);
  for (const table of COUNTING_TABLES) {
    await engine.bulkLoader.setLastKey(target, table, (copied.nextIds[table] ?? 1) - 1);
  }
  await notifyContentChange(target);

  const written = await summarize(target, { ...watch, doing: "checking" });
  const different = differences(copied, written);
  if (different.length > 0) throw new Error(`the copy differs from its source in ${different.join(", ")}`);
  return written;
}

/** @returns the digest of the source's rows */
async function copyTable(
  source: DatabaseTransaction,
  target: DatabaseTransaction,
  table: TableName,
  { onStep, signal }: Watch,
) {
  const total = await countRows(source, table);
  const { add, result } = digester(table);
  let rows = 0;
  for await (const batch of inBatches(rowsOf(source, table, signal))) {
    for (const row of batch) add(row);
    await (target as unknown as Kysely<Record<string, Row>>).insertInto(table).values(batch).execute();
    if (table === "posts") await indexPosts(target, batch as PostRow[]);
    rows += batch.length;
    onStep?.({ doing: "copying", table, rows, total });
  }
  return result();
}
