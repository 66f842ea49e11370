import { type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { DatabaseTransaction, Tables } from "../tables.ts";

/** Posts whose lengths are read at once, and the most content in memory, in characters; a single post may have more. */
const BATCH = 200;
const BATCH_LENGTH = 2_000_000;

/** The last id of the next batch after `last`; undefined after the last post. */
async function endOfBatch(db: Kysely<Tables>, last: number): Promise<number | undefined> {
  const posts = await db
    .selectFrom("posts")
    .select(["id", sql<number>`length(content)`.as("length")])
    .where("id", ">", last)
    .orderBy("id")
    .limit(BATCH)
    .execute();
  let length = 0;
  const end = posts.find((post) => {
    length += Number(post.length);
    return length >= BATCH_LENGTH;
  });
  return (end ?? posts.at(-1))?.id;
}

/** Indexes the words of all posts again, and folds their sort keys, because folding and tokenizing have changed. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await getEngine(db).search.clear(db);
  let last = 0;
  for (let end = await endOfBatch(db, last); end !== undefined; end = await endOfBatch(db, last)) {
    const posts = await db
      .selectFrom("posts")
      .select(["id", "title", "content", "tags", "title_sort"])
      .where("id", ">", last)
      .where("id", "<=", end)
      .execute();
    // Loaded only if there are posts: the Markdown parser takes a while to load.
    const [{ indexPosts }, { titleSort }] = await Promise.all([
      import("#lib/server/posts/index-posts"),
      import("#lib/server/posts/columns"),
    ]);
    await indexPosts(db, posts);
    for (const { id, title, title_sort: before } of posts) {
      const title_sort = titleSort(title);
      if (title_sort === before) continue;
      await db.updateTable("posts").set({ title_sort }).where("id", "=", id).execute();
      await db.updateTable("post_tags").set({ title_sort }).where("post_id", "=", id).execute();
    }
    last = end;
  }
  if (last === 0) return;
  // Clients have cached lists and searches with their ETags.
  const { bumpContentVersion } = await import("#lib/server/content-version");
  await bumpContentVersion(db as DatabaseTransaction);
}
