import { sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { executeCached } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { type CursorPosition, encodeCursor, parseCursor } from "#lib/server/pagination";
import { authorName } from "#lib/server/posts/author-name";
import type { PostRow } from "#lib/server/posts/row";
import { wherePublic } from "#lib/server/posts/rules";
import { ANONYMOUS, type Viewer } from "#lib/server/viewer";
import { PAGE_DEFAULT, PAGE_MAX, type PageQuery } from "#lib/shared/params";
import { TEXT_FIELD_NAMES } from "#lib/shared/post-fields";
import type { PostQuery } from "#lib/shared/post-query";
import { CONTENT_MAX } from "#lib/shared/posts";
import { type Counter, countColumns, findCounter, publicCount } from "./counters.ts";
import { type ListContext, type SearchMatches, whereMatches } from "./filter.ts";
import { dueCheckFor, keysetQuery } from "./keyset.ts";
import { findMatches } from "./matches.ts";
import { searchPositions } from "./search.ts";

/** One page of a list; `next` is the cursor of the page behind it, if there is one. */
export type PostPage = {
  posts: PostRow[];
  next: string | undefined;
  /** How many posts all pages have; undefined where it would take another query. */
  total: number | undefined;
  /** What the query's search finds. */
  hits?: SearchMatches | undefined;
};

/** What is listed of a post, beside its id and its content. */
const LIST_COLUMNS = [
  ...TEXT_FIELD_NAMES.filter((name) => name !== "content").map((name) => `posts.${name}` as const),
  "posts.excerpt_own",
  "posts.slug",
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
function listKey({ q, tag, author, status, sort }: PostQuery): string {
  return JSON.stringify([q, tag, author, status, sort]);
}

/** @throws {Problem} 400 where `after` is no cursor of this list: to be asked before a 304, which only a right request gets */
export async function requireCursor(db: Database, { after, ...query }: PostQuery): Promise<void> {
  if (after !== undefined) await parseCursor(db, listKey(query), after);
}

/** Whether a page shows the posts' content. */
const showsContent = ({ fields, q }: PostQuery) =>
  q !== undefined || fields === undefined || fields.includes("content");

/**
 * How much content a page shows, in UTF-16 units, as it is read and written out at once: a page of the usual limit, and a feed, has
 * room for the longest posts.
 */
const PAGE_CONTENT_MAX = PAGE_DEFAULT * CONTENT_MAX;

/** The first of the rows, as many as have room on a page. */
function fitting<Row extends { content: string }>(rows: Row[]): Row[] {
  let length = 0;
  const end = rows.findIndex(({ content }, at) => {
    length += content.length;
    return at > 0 && length > PAGE_CONTENT_MAX;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

/** The content as a column; an empty one where nobody asks for it. */
const contentOf = (query: PostQuery) => (showsContent(query) ? sql<string>`content` : sql<string>`''`);

/** The posts of a page, and where the last one stands if there are more behind it. */
type PageSlice = Pick<PostPage, "posts" | "hits"> & { end: CursorPosition | undefined; total?: number | undefined };

/** What differs from one page of a list to another: the moment, the filter, and where the page begins. */
type Values = {
  now: number;
  tag: string | undefined;
  author: string | undefined;
  place: CursorPosition[number] | undefined;
  id: CursorPosition[number] | undefined;
};

/** A page of a list without a search: one query. */
async function keysetSlice(
  db: Database,
  query: PostQuery,
  asking: ListContext,
  position?: CursorPosition,
): Promise<PageSlice> {
  const { author, limit = PAGE_DEFAULT, sort, status, tag } = query;
  const due = dueCheckFor(query, asking.now, position);
  // Public posts are the same for everyone: their query is built once, and for nobody in particular.
  const isPublic = status === undefined;
  const viewer = isPublic ? ANONYMOUS : asking.viewer;
  const [place, id] = position ?? [];
  const values: Values = { now: asking.now, tag, author, place, id };

  function page({ now, place, id, ...named }: Values) {
    const filter = { ...query, ...named };
    const counter = findCounter(filter);
    const from = place !== undefined && id !== undefined ? [place, id] : undefined;
    return (
      keysetQuery(db, filter, { viewer, now, due }, from)
        .select(LIST_COLUMNS)
        .select(authorName)
        .select(contentOf(query).as("content"))
        .$if(counter !== undefined, (rows) => rows.select(countColumns(db, counter as Counter, now)))
        // One row more than asked for tells whether there is a next page. The number stands in the statement: PostgreSQL
        // makes one plan for all times only where it knows how few rows are wanted.
        .limit(sql.lit(limit + 1))
    );
  }

  const rows = isPublic
    ? await executeCached(db, `list ${JSON.stringify([sort, limit, due, showsContent(query)])}`, values, page)
    : await page(values).execute();
  const posts = fitting(rows.slice(0, limit));
  const last = rows.length > posts.length ? posts.at(-1) : undefined;
  const [first] = rows;
  const total = first?.listed === undefined ? undefined : publicCount(first);
  return { posts, end: last && [last.place, last.id], total };
}

/** A page of a search: first which posts, then what they are, so that no text is carried along while hits are sorted. */
async function searchSlice(
  db: Database,
  query: PostQuery,
  asking: ListContext,
  position?: CursorPosition,
): Promise<PageSlice> {
  const { limit = PAGE_DEFAULT, status } = query;
  const hits = await findMatches(db, query, asking.viewer, asking.now);
  if (!hits) return { posts: [], end: undefined };
  const found = await searchPositions(db, query, { ...asking, matches: hits }, limit + 1, position);
  const places = found.slice(0, limit);
  const rows = await db
    .selectFrom("posts")
    .select(["posts.id", ...LIST_COLUMNS])
    .select(authorName)
    .select(contentOf(query).as("content"))
    .where(
      getEngine(db).whereIdIn(
        "posts.id",
        places.map(({ id }) => id),
      ),
    )
    // Between the two questions a post may have been put away.
    .where(whereMatches({ status }, asking))
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const all = places.flatMap(({ id }) => byId.get(id) ?? []);
  const posts = query.fields?.includes("content") === false ? all : fitting(all);
  const isCut = posts.length < all.length;
  const last = isCut ? places.find(({ id }) => id === posts.at(-1)?.id) : places.at(-1);
  return { posts, end: isCut || found.length > limit ? last?.position : undefined, hits };
}

/** The posts that a query asks for, as far as `viewer` may see them. */
export async function listPosts(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()): Promise<PostPage> {
  const { after, q } = query;
  const position = after === undefined ? undefined : await parseCursor(db, listKey(query), after);
  const part = await (q === undefined ? keysetSlice : searchSlice)(db, query, { viewer, now }, position);
  const { end, hits, posts, total = end || position ? undefined : posts.length } = part;
  return { posts, next: end && (await encodeCursor(db, listKey(query), end)), total, hits };
}

/** `requireCursor` for the first contract's list. */
export async function requireLegacyCursor(db: Database, { after }: PageQuery): Promise<void> {
  if (after !== undefined) await parseCursor(db, "legacy", after);
}

/** The first contract's list: public posts, the oldest first. */
export async function listLegacyPosts(db: Database, { after, limit = PAGE_MAX }: PageQuery, now = Date.now()) {
  const last = after === undefined ? 0 : Number((await parseCursor(db, "legacy", after))[0]);
  const found = await db
    .selectFrom("posts")
    .select(["id", "title", "content"])
    .where((eb) => wherePublic(eb, now))
    .where("id", ">", last)
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const posts = fitting(found.slice(0, limit));
  const end = posts.at(-1);
  const next = found.length > posts.length && end ? await encodeCursor(db, "legacy", [end.id]) : undefined;
  return { posts, next };
}
