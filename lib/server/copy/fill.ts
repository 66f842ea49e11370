import type { Kysely } from "kysely";
import { inBatches } from "#lib/server/batches";
import { notifyContentChange } from "#lib/server/content-version";
import type { Row } from "#lib/server/db/bulk-loader";
import { getEngine } from "#lib/server/db/engine";
import { migrate, migrateTo } from "#lib/server/db/migrate";
import { connect } from "#lib/server/db/open";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { indexPosts } from "#lib/server/posts/index-posts";
import { postRanges, postsIn } from "#lib/server/posts/ranges";
import type { PostRow } from "#lib/server/posts/row";
import type { Watch } from "#lib/server/progress";
import { differences, digester, type Summary, summarize, type TableDigest } from "./digest.ts";
import { openingAt, requireEmpty, requireEmptyTarget } from "./source-and-target.ts";
import { PLAN, SINGLE_ROW_TABLES, type TablePlan } from "./tables.ts";

/** The rows of one INSERT: SQLite allows 32,766 bind parameters per statement, PostgreSQL 65,535, enough for 100 columns. */
const BATCH = {
  count: 250,
  length: 2_000_000,
  lengthOf: (row: Row) =>
    Object.values(row).reduce<number>((length, value) => length + (typeof value === "string" ? value.length : 8), 0),
};

/** What a database is filled with. */
export type Source = {
  /** What is done, for progress: "copying". */
  doing: string;
  /** The last migration of an earlier version and its tables, where the rows are of that: they are migrated afterwards. */
  earlier?: { migration: string; plan: TablePlan } | undefined;
  nextIds(): Promise<Record<string, number>>;
  /** The rows of a table and their number; called once for each, in order. */
  read(table: string): Promise<{ total: number; rows: AsyncIterable<Row> }>;
  /** Called with the digest of what was read, when all tables are filled. @throws where it must not be committed */
  filled?(target: DatabaseTransaction, read: Summary): Promise<void>;
  /** Changes the database once it has been compared, and migrated, before the transaction commits. */
  verified?(target: DatabaseTransaction): Promise<void>;
  /** Called where filling the database fails, before the transaction is rolled back. */
  undo?(): Promise<void>;
};

/**
 * Fills an empty database in one transaction, which compares it with what was read before it commits.
 * @param to connection string, as in DATABASE_URL
 * @returns the digest of what was read
 * @throws {DatabaseError} if it is not empty, or cannot be opened
 */
export async function fillDatabase(to: string, source: Source, watch: Watch = {}): Promise<Summary> {
  await requireEmptyTarget(to);
  return openingAt(to, async (opened) => {
    const db = await connect(to, "fill");
    try {
      return await inTransaction(db, async (target) => {
        await prepare(target, to, source);
        opened();
        try {
          return await fill(target, source, watch);
        } catch (error) {
          await source.undo?.();
          throw error;
        }
      });
    } finally {
      await db.destroy();
    }
  });
}

/** Creates the tables, in the transaction that fills them. */
async function prepare(target: DatabaseTransaction, url: string, { earlier }: Source): Promise<void> {
  await getEngine(target).lockMigrations(target);
  // Check again, now that the lock excludes other writers.
  await requireEmpty(target, url, earlier !== undefined);
  if (earlier) await migrateTo(target, earlier.migration);
  else await migrate(target);
}

async function fill(target: DatabaseTransaction, source: Source, watch: Watch): Promise<Summary> {
  const { bulkLoader } = getEngine(target);
  const { earlier } = source;
  const plan: TablePlan = earlier?.plan ?? PLAN;
  await bulkLoader.lock(target, Object.keys(plan));
  for (const table of SINGLE_ROW_TABLES) if (plan[table]) await target.deleteFrom(table).execute();

  const tables: Record<string, TableDigest> = {};
  for (const table of Object.keys(plan)) tables[table] = await fillTable(target, source, table, watch);
  const read: Summary = { tables: tables as Summary["tables"], nextIds: await source.nextIds() };
  for (const [table, { counts }] of Object.entries(plan)) {
    if (counts) await bulkLoader.setLastKey(target, table, ((read.nextIds as Record<string, number>)[table] ?? 1) - 1);
  }
  await source.filled?.(target, read);

  const written = await summarize(target, { ...watch, doing: "checking" }, plan);
  const different = differences(read, written);
  if (different.length > 0) throw new Error(`the copy differs from its source in ${different.join(", ")}`);
  if (earlier) await migrateFilled(target, watch);
  await source.verified?.(target);
  await notifyContentChange(target);
  return written;
}

/** @returns the digest of the source's rows */
async function fillTable(target: DatabaseTransaction, source: Source, table: string, { onStep, signal }: Watch) {
  const { rows: read, total } = await source.read(table);
  const { add, result } = digester(table);
  let rows = 0;
  for await (const batch of inBatches(read, BATCH)) {
    signal?.throwIfAborted();
    for (const row of batch) add(row);
    await (target as unknown as Kysely<Record<string, Row>>).insertInto(table).values(batch).execute();
    // An earlier version has another search index, which its migrations replace.
    if (table === "posts" && !source.earlier) await indexPosts(target, batch as PostRow[]);
    rows += batch.length;
    onStep?.({ doing: source.doing, table, rows, total });
  }
  return result();
}

/** Migrates rows of an earlier version, and indexes all posts. */
async function migrateFilled(target: DatabaseTransaction, { onStep, signal }: Watch): Promise<void> {
  onStep?.({ doing: "migrating", table: "the database", rows: 0, total: 1 });
  await migrate(target);
  await getEngine(target).search.clear(target);
  for await (const range of postRanges(target)) {
    signal?.throwIfAborted();
    await indexPosts(target, await postsIn(target, range).select(["id", "title", "content", "tags"]).execute());
  }
}
