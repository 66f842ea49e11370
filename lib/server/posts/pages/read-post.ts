import { type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, PostsTable, Tables } from "#lib/server/db/tables";
import { authorColumns } from "#lib/server/posts/author-columns";
import { requirePostWith } from "#lib/server/posts/read";
import { isPublic, wherePublic, whereStatus } from "#lib/server/posts/rules";
import { RENDERER_VERSION } from "#lib/server/rendering/cache";
import type { Viewer } from "#lib/server/viewer";
import type { Neighbour, Neighbours } from "#lib/shared/neighbours";
import { cleanText } from "#lib/shared/text";

type Side = keyof Neighbours;

const columnsOf = <S extends Side>(side: S) =>
  [
    `${side}.id as ${side}_id`,
    `${side}.slug as ${side}_slug`,
    `${side}.title as ${side}_title`,
    `${side}.language as ${side}_language`,
    `${side}.direction as ${side}_direction`,
  ] as const;

/**
 * The id of the next or previous public post by date of publication, one step in the index posts_published_at. Older posts are not
 * checked for being due: the condition would start the index scan at the newest post.
 */
function neighbourId(eb: ExpressionBuilder<Tables & { post: PostsTable }, "post">, side: Side, now: number) {
  const [than, direction] = side === "newer" ? ([sql`>`, "asc"] as const) : ([sql`<`, "desc"] as const);
  return eb
    .selectFrom("posts")
    .select("posts.id")
    .where((posts) => (side === "newer" ? wherePublic(posts, now) : whereStatus(posts, "published")))
    .where(sql<SqlBool>`(posts.published_at, posts.id) ${than} (post.published_at, post.id)`)
    .orderBy("posts.published_at", direction)
    .orderBy("posts.id", direction)
    .limit(sql.lit(1));
}

/** A post with what its page shows of other rows: its stored rendering and its neighbours. */
const postWithRest = compiledQuery((db, { id, now }: { id: number; now: number }) =>
  db
    .selectFrom((eb) => eb.selectFrom("posts").selectAll().select(authorColumns).where("id", "=", id).as("post"))
    .leftJoin("renderings", (join) =>
      join
        .onRef("renderings.post_id", "=", "post.id")
        .onRef("renderings.version", "=", "post.version")
        .on("renderings.renderer", "=", sql.lit(RENDERER_VERSION)),
    )
    .leftJoin("posts as older", (join) => join.on((eb) => eb("older.id", "=", neighbourId(eb, "older", now))))
    .leftJoin("posts as newer", (join) => join.on((eb) => eb("newer.id", "=", neighbourId(eb, "newer", now))))
    .selectAll("post")
    .select(["renderings.html", "renderings.contents"])
    .select(columnsOf("older"))
    .select(columnsOf("newer")),
);

type ReadRow = Awaited<ReturnType<typeof postWithRest>>[number];

function toNeighbour(row: ReadRow, side: Side): Neighbour | null {
  const [id, slug, title] = [row[`${side}_id`], row[`${side}_slug`], row[`${side}_title`]];
  const [language, direction] = [row[`${side}_language`], row[`${side}_direction`]];
  if (id === null || slug === null || title === null || direction === null) return null;
  return { id: String(id), slug, title: cleanText(title), language: language || null, direction };
}

/** The public posts that were published before and after a public one; a post that is not public has none. */
const toNeighbours = (row: ReadRow, now: number): Neighbours =>
  isPublic(row, now)
    ? { older: toNeighbour(row, "older"), newer: toNeighbour(row, "newer") }
    : { older: null, newer: null };

/**
 * Loads a post with all that its page shows of other rows, by one statement.
 * @throws {Problem} 404 where no post has this id, or `viewer` may not read it
 */
export async function requirePostOfPage(db: Database, id: unknown, viewer: Viewer, now = Date.now()) {
  const row = await requirePostWith((on, key, at) => postWithRest(on, { id: key, now: at }), db, id, viewer, now);
  return { row, neighbours: toNeighbours(row, now) };
}
