import { sql } from "kysely";
import { contentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import { PAGE_DEFAULT, PAGE_MAX, type PageQuery, type PostQuery } from "#lib/shared/post-query";
import type { TagCount } from "#lib/shared/posts";
import { authorName } from "./author.ts";
import { fromCursor, type Position, toCursor } from "./cursor.ts";
import { matching, type PostFilter } from "./filter.ts";
import { behind, orderOf } from "./order.ts";
import { wherePublic } from "./rules.ts";
import type { PostRow } from "./view.ts";

/** One page of a list; `next` is the cursor of the page behind it, if there is one. */
export type PostPage = { posts: PostRow[]; next: string | undefined };

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
  const order = orderOf(db, query);
  const isContentWanted = q !== undefined || fields === undefined || fields.includes("content");
  let rows = db
    .selectFrom("posts")
    .select([
      "id",
      "title",
      "excerpt",
      "excerpt_own",
      "slug",
      "tags",
      "status",
      "author_id",
      "title_sort",
      "reading_minutes",
    ])
    .select(authorName)
    .select(["created_at", "updated_at", "published_at", "version", "trashed_at"])
    .select(isContentWanted ? "content" : sql.lit("").as("content"))
    .select(order.columns.map((column, at) => column.as(`position_${at}`)))
    .where(matching(db, query, viewer, now));
  if (after !== undefined) rows = rows.where(behind(order, await fromCursor(db, nameOf(query), after)));
  for (const column of order.columns) rows = rows.orderBy(column, order.direction);
  // One row more than asked for tells whether there is a next page.
  const found = await rows.limit(limit + 1).execute();
  const posts = found.slice(0, limit);
  const last = posts.at(-1) as (PostRow & Record<string, string | number>) | undefined;
  if (found.length <= limit || !last) return { posts, next: undefined };
  const position: Position = order.columns.map((_, at) => last[`position_${at}`] as string | number);
  return { posts, next: await toCursor(db, nameOf(query), position) };
}

/** What was counted of public posts, kept until the content version moves. */
const counted = new WeakMap<Database, { version: string; answers: Map<string, unknown> }>();
const COUNTED_MAX = 1_000;

/** Counts only where something public changed since the same was counted last. */
async function countOnce<T>(db: Database, name: string, now: number, counting: () => Promise<T>): Promise<T> {
  const version = await contentVersion(db, now);
  let known = counted.get(db);
  if (known?.version !== version || known.answers.size >= COUNTED_MAX) {
    known = { version, answers: new Map() };
    counted.set(db, known);
  }
  const answer = (known.answers.get(name) as T | undefined) ?? (await counting());
  known.answers.set(name, answer);
  return answer;
}

async function count(db: Database, filter: PostFilter, viewer: Viewer, now: number): Promise<number> {
  const { total } = await db
    .selectFrom("posts")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where(matching(db, filter, viewer, now))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** How many posts a list has over all its pages. Costs a query only where something public changed since it was last asked. */
export async function countPosts(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()): Promise<number> {
  const { author, q, status, tag } = query;
  const filter = { author, q, status, tag };
  const counting = () => count(db, filter, viewer, now);
  return status === undefined ? countOnce(db, JSON.stringify([q, tag, author]), now, counting) : counting();
}

/** `requireCursor` for the first contract's list. */
export async function requireLegacyCursor(db: Database, { after }: PageQuery): Promise<void> {
  if (after !== undefined) await fromCursor(db, "legacy", after);
}

/** The first contract's list: public posts, the oldest first. */
export async function listLegacyPosts(db: Database, { after, limit = PAGE_MAX }: PageQuery, now = Date.now()) {
  let rows = db
    .selectFrom("posts")
    .select(["id", "title", "content"])
    .where((eb) => wherePublic(eb, now));
  if (after !== undefined) rows = rows.where("id", ">", Number((await fromCursor(db, "legacy", after))[0]));
  const found = await rows
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const posts = found.slice(0, limit);
  const last = posts.at(-1);
  const next = found.length > limit && last ? await toCursor(db, "legacy", [last.id]) : undefined;
  return { posts, next };
}

async function countTags(db: Database, now: number): Promise<TagCount[]> {
  const rows = await db
    .selectFrom("posts")
    .innerJoin("post_tags", "post_tags.post_id", "posts.id")
    .select(["tag", (eb) => eb.fn.countAll<number>().as("count")])
    .where((eb) => wherePublic(eb, now))
    .groupBy("tag")
    .orderBy("count", "desc")
    .orderBy("tag")
    .execute();
  return rows.map(({ tag, count }) => ({ tag, count: Number(count) }));
}

/** The tags of public posts, the most used first. */
export function listTags(db: Database, now = Date.now()): Promise<TagCount[]> {
  return countOnce(db, "tags", now, () => countTags(db, now));
}
