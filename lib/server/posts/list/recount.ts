import { type RawBuilder, sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction, PostCountsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";

const LISTED = sql`status = 'published' and trashed_at is null`;

/** A counter, by its key. */
type Counter = Pick<PostCountsTable, "kind" | "name">;

const named = (column: string, counter: Counter | undefined): RawBuilder<unknown> =>
  counter ? sql`and ${sql.ref(column)} = ${counter.name}` : sql``;

/**
 * A query that counts listed posts row by row, as the rows of post_counts: of all, of each author, with each tag.
 * @param only one of them
 */
function countedPosts(only?: Counter): RawBuilder<PostCountsTable> {
  const parts = {
    all: sql`select 'all' as kind, '' as name, count(*) as posts from posts where ${LISTED} having count(*) > 0`,
    author: sql`
      select 'author' as kind, author_id as name, count(*) as posts from posts
      where ${LISTED} and author_id is not null ${named("author_id", only)} group by author_id`,
    tag: sql`
      select 'tag' as kind, tag as name, count(*) as posts from post_tags
      where published_at is not null ${named("tag", only)} group by tag`,
  };
  return only
    ? (parts[only.kind] as RawBuilder<PostCountsTable>)
    : sql`${parts.all} union all ${parts.author} union all ${parts.tag}`;
}

/** A counter that does not say how many posts there are. */
export type WrongCounter = PostCountsTable & { counted: number };

/** The counters that differ from the rows that they count, in one statement. */
export async function findWrongCounters(db: Database): Promise<WrongCounter[]> {
  const { byteOrder } = getEngine(db).bulkLoader;
  const { rows } = await sql<WrongCounter>`
    with counted as (${countedPosts()})
    select coalesce(stored.kind, counted.kind) as kind, coalesce(stored.name, counted.name) as name,
      coalesce(stored.posts, 0) as posts, coalesce(counted.posts, 0) as counted
    from post_counts as stored full join counted
      on counted.kind = stored.kind and counted.name ${byteOrder} = stored.name
    where coalesce(stored.posts, 0) <> coalesce(counted.posts, 0)
    order by 1, 2`.execute(db);
  return rows.map(({ counted, posts, ...counter }) => ({ ...counter, posts: Number(posts), counted: Number(counted) }));
}

/** Sets a counter to the number of posts. Transactions that change it wait, and add to it afterwards. */
async function recount(trx: DatabaseTransaction, { kind, name }: Counter): Promise<void> {
  const counted = await countedPosts({ kind, name }).execute(trx);
  const posts = Number(counted.rows[0]?.posts ?? 0);
  await trx
    .insertInto("post_counts")
    .values({ kind, name, posts })
    .onConflict((conflict) => conflict.columns(["kind", "name"]).doUpdateSet({ posts }))
    .execute();
}

/** Sets counters to the numbers of posts, in one transaction. */
export async function recountPosts(db: Database, counters: Counter[]): Promise<void> {
  await inTransaction(db, async (trx) => {
    // Transactions that have changed a counter are over then; those that come later see the numbers that are stored here.
    await getEngine(trx).bulkLoader.lock(trx, ["post_counts"]);
    for (const counter of counters) await recount(trx, counter);
  });
}
