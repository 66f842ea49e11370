import type { Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/** So many posts are in memory at once. */
const BATCH = 200;

async function indexAll(db: Kysely<Tables>): Promise<void> {
  for (let last = 0; ; ) {
    const posts = await db
      .selectFrom("posts")
      .select(["id", "title", "content", "tags"])
      .where("id", ">", last)
      .orderBy("id")
      .limit(BATCH)
      .execute();
    const end = posts.at(-1);
    if (!end) return;
    // Loaded only where there are posts: what reads Markdown takes a while.
    const { indexPosts } = await import("#lib/server/posts/index-posts");
    await indexPosts(db, posts);
    last = end.id;
  }
}

/** A search for the beginning of a word finds it in an index. */
export async function up(db: Kysely<Tables>): Promise<void> {
  if (await getEngine(db).search.indexPrefixes(db)) await indexAll(db);
}
