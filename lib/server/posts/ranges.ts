import { type Kysely, sql } from "kysely";
import type { Tables } from "#lib/server/db/tables";

/** Posts per range, and the most content that is in memory at once, in bytes; a single post may have more. */
const RANGE = 200;
const RANGE_BYTES = 2_000_000;

/** Ids above `after`, up to and including `to`, and how many posts have them. */
export type PostRange = { after: number; to: number; posts: number };

/** The ids of all posts in ranges, each with as many posts as fit in memory. */
export async function* postRanges(db: Kysely<Tables>): AsyncGenerator<PostRange> {
  for (let after = 0; ; ) {
    const posts = await db
      .selectFrom("posts")
      .select(["id", sql<number>`octet_length(content)`.as("length")])
      .where("id", ">", after)
      .orderBy("id")
      .limit(RANGE)
      .execute();
    let bytes = 0;
    const full = posts.findIndex((post) => {
      bytes += Number(post.length);
      return bytes >= RANGE_BYTES;
    });
    const inRange = full === -1 ? posts : posts.slice(0, full + 1);
    const to = inRange.at(-1)?.id;
    if (to === undefined) return;
    yield { after, to, posts: inRange.length };
    after = to;
  }
}

/** The posts of a range, in the order of their ids. */
export const postsIn = (db: Kysely<Tables>, { after, to }: Omit<PostRange, "posts">) =>
  db.selectFrom("posts").where("posts.id", ">", after).where("posts.id", "<=", to).orderBy("posts.id");
