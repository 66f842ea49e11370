import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import { PAGE_DEFAULT, PAGE_MAX, type PageQuery, type PostQuery } from "#lib/shared/post-query";
import { authorName } from "./author.ts";
import { fromCursor, type Position, toCursor } from "./cursor.ts";
import { matching, postsFor } from "./filter.ts";
import { findHits } from "./hits.ts";
import { behind, orderOf } from "./order.ts";
import { wherePublic } from "./rules.ts";
import type { PostRow } from "./view.ts";

/** One page of a list; `next` is the cursor of the page behind it, if there is one. */
export type PostPage = {
  posts: PostRow[];
  next: string | undefined;
  /** How many posts all pages have; undefined where it would have to be counted. */
  total: number | undefined;
};

/** What is listed of a post, all but its content. */
const LISTED = [
  "posts.id",
  "posts.title",
  "posts.excerpt",
  "posts.excerpt_own",
  "posts.slug",
  "posts.tags",
  "posts.status",
  "posts.author_id",
  "posts.title_sort",
  "posts.reading_minutes",
  "posts.created_at",
  "posts.updated_at",
  "posts.published_at",
  "posts.version",
  "posts.trashed_at",
] as const;

/** What tells one list from another, for its cursors. */
function nameOf({ q, tag, author, status, sort }: PostQuery): string {
  return JSON.stringify([q, tag, author, status, sort]);
}

/** @throws {Problem} 400 where `after` is no cursor of this list: to be asked before a 304, which only a right request gets */
export async function requireCursor(db: Database, { after, ...query }: PostQuery): Promise<void> {
  if (after !== undefined) await fromCursor(db, nameOf(query), after);
}

/** The posts that a query asks for, as far as `viewer` may see them. */
export async function listPosts(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()): Promise<PostPage> {
  const { after, fields, limit = PAGE_DEFAULT, q } = query;
  const position = after === undefined ? undefined : await fromCursor(db, nameOf(query), after);
  const hits = q === undefined ? undefined : await findHits(db, q);
  const order = orderOf(query, hits);
  // The clock of the process that gave the cursor out may be ahead.
  const isDue = order.isByLatest && Number(position?.[0]) <= now;
  const isContentWanted = q !== undefined || fields === undefined || fields.includes("content");
  let rows = postsFor(db, query)
    .select(LISTED)
    .select(authorName)
    .select(isContentWanted ? "content" : sql.lit("").as("content"))
    .select(order.columns.map((column, at) => column.as(`position_${at}`)))
    .where(matching(query, { viewer, now, hits, isDue }));
  if (position) rows = rows.where(behind(order, position));
  for (const column of order.columns) rows = rows.orderBy(column, order.direction);
  // One row more than asked for tells whether there is a next page.
  const found = await rows.limit(limit + 1).execute();
  const posts = found.slice(0, limit);
  const last = posts.at(-1) as (PostRow & Record<string, string | number>) | undefined;
  if (found.length <= limit || !last) return { posts, next: undefined, total: position ? undefined : posts.length };
  const end: Position = order.columns.map((_, at) => last[`position_${at}`] as string | number);
  return { posts, next: await toCursor(db, nameOf(query), end), total: undefined };
}

/** `requireCursor` for the first contract's list. */
export async function requireLegacyCursor(db: Database, { after }: PageQuery): Promise<void> {
  if (after !== undefined) await fromCursor(db, "legacy", after);
}

/** The first contract's list: public posts, the oldest first. */
export async function listLegacyPosts(db: Database, { after, limit = PAGE_MAX }: PageQuery, now = Date.now()) {
  const last = after === undefined ? 0 : Number((await fromCursor(db, "legacy", after))[0]);
  const found = await db
    .selectFrom("posts")
    .select(["id", "title", "content"])
    .where((eb) => wherePublic(eb, now))
    .where("id", ">", last)
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const posts = found.slice(0, limit);
  const end = posts.at(-1);
  const next = found.length > limit && end ? await toCursor(db, "legacy", [end.id]) : undefined;
  return { posts, next };
}
