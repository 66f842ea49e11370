import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { authorColumns } from "#lib/server/posts/author-columns";
import { indexPosts } from "#lib/server/posts/index-posts";
import { updateCounters } from "#lib/server/posts/list/counts";
import { type PostRow, parseTags } from "#lib/server/posts/row";
import { tagRows } from "#lib/server/posts/tags";
import { foldedWords } from "#lib/server/search/words";
import { tagKey, uniqueTags } from "#lib/shared/tag-names";
import { findTags, type TagRow } from "./resolve.ts";

/** Posts per transaction, so that other writes do not wait long. */
const BATCH = 20;

/** The post's tags with a tag replaced by another; or, without another, removed. */
function replaceTag(post: PostRow, key: string, by: TagRow | undefined): PostRow {
  const names = parseTags(post).flatMap((name) => (tagKey(name) === key ? (by?.name ?? []) : name));
  return { ...post, tags: JSON.stringify(uniqueTags(names)) };
}

/** Stores the tags of posts: their JSON, the rows of post_tags, and the search index where other words are found. */
async function storeTags(trx: DatabaseTransaction, before: PostRow[], after: PostRow[], key: string): Promise<void> {
  const ids = after.map(({ id }) => id);
  const rows = after.map(({ id, tags }) => sql`(cast(${id} as bigint), ${tags})`);
  await sql`
    with changed (id, tags) as (values ${sql.join(rows)})
    update posts set tags = changed.tags from changed where posts.id = changed.id`.execute(trx);
  await trx.deleteFrom("post_tags").where("tag", "=", key).where("post_id", "in", ids).execute();
  const tagged = after.flatMap(tagRows);
  if (tagged.length > 0) {
    await trx
      .insertInto("post_tags")
      .values(tagged)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const wordsOf = (post: PostRow) => parseTags(post).flatMap(foldedWords).join(" ");
  for (const [at, post] of after.entries()) {
    const previous = before[at];
    if (previous && wordsOf(previous) === wordsOf(post)) continue;
    await indexPosts(trx, [post]);
    // SQLite blocks the event loop.
    await setImmediate();
  }
  await bumpContentVersion(trx, after.length);
  await updateCounters(trx, before, after);
}

/**
 * Replaces a tag by the one that its key stands for now, in the next posts after an id; removes it with `isRemoved`.
 * @returns the last id; undefined after the last post
 */
async function retagBatch(
  trx: DatabaseTransaction,
  key: string,
  after: number,
  isRemoved: boolean,
): Promise<number | undefined> {
  const tagged = await trx
    .selectFrom("post_tags")
    .select("post_id")
    .where("tag", "=", key)
    .where("post_id", ">", after)
    .orderBy("post_id")
    .limit(BATCH)
    .execute();
  if (tagged.length === 0) return undefined;
  const posts = await trx
    .selectFrom("posts")
    .selectAll()
    .select(authorColumns)
    .where(
      "id",
      "in",
      tagged.map(({ post_id }) => post_id),
    )
    .orderBy("id")
    .modifyEnd(getEngine(trx).rowLock)
    .execute();
  const current = isRemoved ? undefined : (await findTags(trx, [key])).get(key);
  if (isRemoved || current) {
    const pairs = posts.map((post) => [post, replaceTag(post, key, current)] as const);
    const changed = pairs.filter(([before, after]) => before.tags !== after.tags);
    if (changed.length > 0) {
      await storeTags(
        trx,
        changed.map(([before]) => before),
        changed.map(([, after]) => after),
        key,
      );
    }
  }
  return tagged.length < BATCH ? undefined : tagged.at(-1)?.post_id;
}

/**
 * Replaces a tag in all posts by the one that its key stands for now; removes it with `isRemoved`. If it is interrupted, each
 * post is consistent, and the next change of the tag completes it.
 */
export async function retagPosts(db: Database, key: string, isRemoved = false): Promise<void> {
  let last: number | undefined = 0;
  while (last !== undefined) {
    const after: number = last;
    last = await inTransaction(db, (trx) => retagBatch(trx, key, after, isRemoved));
  }
}
