import { sql } from "kysely";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import type { PostRow } from "#lib/server/posts/row";
import { isPublic, wherePublic, whereStatus } from "#lib/server/posts/rules";
import type { Neighbour, Neighbours } from "#lib/shared/neighbours";
import { cleanText } from "#lib/shared/text";

type Side = "newer" | "older";
type Position = Pick<PostRow, "id" | "published_at"> & { now: number };

/**
 * The next or previous public post by date of publication, one step in the index posts_published_at. Older posts are not
 * checked for being due: the condition would start the index scan at the newest post.
 */
const neighbourQuery = compiledQuery((db, { id, published_at, now }: Position, side: Side) => {
  const [than, direction] = side === "newer" ? ([sql`>`, "asc"] as const) : ([sql`<`, "desc"] as const);
  return db
    .selectFrom("posts")
    .select(["id", "slug", "title", "language", "direction"])
    .where((eb) => (side === "newer" ? wherePublic(eb, now) : whereStatus(eb, "published")))
    .where(sql<boolean>`(posts.published_at, posts.id) ${than} (${published_at}, ${id})`)
    .orderBy("published_at", direction)
    .orderBy("id", direction)
    .limit(1);
});

async function findNeighbour(db: Database, post: PostRow, side: Side, now: number): Promise<Neighbour | null> {
  const { id, published_at } = post;
  const [found] = await neighbourQuery(db, { id, published_at, now }, side);
  return found
    ? { ...found, id: String(found.id), title: cleanText(found.title), language: found.language || null }
    : null;
}

/** The public posts that were published before and after a public one; a post that is not public has none. */
export async function findNeighbours(db: Database, post: PostRow, now = Date.now()): Promise<Neighbours> {
  if (!isPublic(post, now)) return { older: null, newer: null };
  const [older, newer] = await Promise.all([
    findNeighbour(db, post, "older", now),
    findNeighbour(db, post, "newer", now),
  ]);
  return { older, newer };
}
