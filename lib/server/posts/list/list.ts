import { sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { type CursorPosition, nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { authorColumns } from "#lib/server/posts/author-columns";
import type { PostRow } from "#lib/server/posts/row";
import { TEXT_COLUMNS } from "#lib/server/posts/text-columns";
import { withTagKey } from "#lib/server/tags/find";
import { ANONYMOUS, type Viewer } from "#lib/server/viewer";
import { PAGE_DEFAULT } from "#lib/shared/params";
import type { PostQuery } from "#lib/shared/post-query";
import { type Counter, countColumns, findCounter, getTotal, publicCount } from "./counts.ts";
import { CONTENT_READ_MAX } from "./list-item.ts";
import { findMatches } from "./matches.ts";
import { mergedPositions } from "./merge.ts";
import { contentBytes, fitBytes, fitPosts, readableCount, showsContent } from "./page-size.ts";
import { publishedPart } from "./parts.ts";
import {
  type DueCheck,
  dueCheckFor,
  keysetQuery,
  type ListContext,
  type SearchMatches,
  whereMatches,
} from "./query.ts";
import { type FoundPosition, searchPositions } from "./search.ts";

/** One page of a list; `next` is the cursor of the next page, undefined on the last one. */
type PostPage = {
  posts: PostRow[];
  next: string | undefined;
  /** The number of posts over all pages; undefined where it takes another query. */
  total: number | undefined;
  /** The matches of the query's search. */
  matches?: SearchMatches | undefined;
};

/** The columns of a post in lists, beside its id and its content. */
const LIST_COLUMNS = [
  ...Object.values(TEXT_COLUMNS)
    .filter((column) => column !== "content")
    .map((column) => `posts.${column}` as const),
  "posts.excerpt_own",
  "posts.slug_own",
  "posts.status",
  "posts.author_id",
  "posts.title_sort",
  "posts.reading_minutes",
  "posts.direction",
  "posts.created_at",
  "posts.updated_at",
  "posts.published_at",
  "posts.version",
  "posts.trashed_at",
] as const;

/** Identifies a list, for its cursors. */
function listKey({ q, tag, author, status, sort }: PostQuery): string {
  return JSON.stringify([q, tag, author, status, sort]);
}

/** Checks the cursor before a 304 is sent. @throws {Problem} 400 where `after` is not a cursor of this list */
export async function requireCursor(db: Database, { after, ...query }: PostQuery, now = Date.now()): Promise<void> {
  if (after !== undefined) await parseCursor(db, listKey(await withTagKey(db, query, now)), after);
}

/** The posts of a page and, if more follow, the position of the last one. */
type PageSlice = Pick<PostPage, "posts" | "matches"> & { end: CursorPosition | undefined; total?: number | undefined };

type PageShape = { limit: number; hasContent: boolean };

/** Builds the query for a page of a list without a search. */
function pageQuery(
  db: Database,
  query: PostQuery,
  context: ListContext,
  position: CursorPosition | undefined,
  { hasContent, limit }: PageShape,
) {
  const counter = findCounter(query);
  return (
    keysetQuery(db, query, context, position)
      .select(LIST_COLUMNS)
      .select(authorColumns)
      .select((hasContent ? sql<string>`content` : sql<string>`''`).as("content"))
      .$if(counter !== undefined, (rows) => rows.select(countColumns(db, counter as Counter, context.now)))
      // A literal and no parameter: PostgreSQL chooses a generic plan only where it knows how few rows are wanted.
      .limit(sql.lit(limit + 1))
  );
}

/** The parameters of a page's query: the time, the filter, and the cursor's position. */
type PageParams = {
  now: number;
  tag: string | undefined;
  author: string | undefined;
  sortKey: CursorPosition[number] | undefined;
  id: CursorPosition[number] | undefined;
};

type PageVariant = PageShape & { due: DueCheck; sort: PostQuery["sort"] };

/** A page of public posts, which are the same for every viewer. */
const publicPage = compiledQuery(
  (db, { now, tag, author, sortKey, id }: PageParams, { due, sort, ...shape }: PageVariant) => {
    const position = sortKey !== undefined && id !== undefined ? [sortKey, id] : undefined;
    return pageQuery(db, { tag, author, sort }, { viewer: ANONYMOUS, now, due }, position, shape);
  },
);

/** A page of a list without a search: one query, or two for a large limit. */
async function keysetSlice(
  db: Database,
  query: PostQuery,
  context: ListContext,
  position?: CursorPosition,
): Promise<PageSlice> {
  const { author, limit: wanted = PAGE_DEFAULT, sort, status, tag } = query;
  const { now } = context;
  const due = dueCheckFor(query, now, position);
  const hasContent = showsContent(query);
  const sizes = () =>
    keysetQuery(db, query, { ...context, due }, position)
      .select(contentBytes)
      .limit(sql.lit(wanted));
  const limit = hasContent ? await readableCount(sizes, wanted) : wanted;
  const shape = { limit, hasContent };
  const [sortKey, id] = position ?? [];
  const rows =
    status === undefined
      ? await publicPage(db, { now, tag, author, sortKey, id }, { ...shape, due, sort })
      : await pageQuery(db, query, { ...context, due }, position, shape).execute();
  const { page: posts, last } = takePage(rows, limit, (page) => fitPosts(page, query));
  const [first] = rows;
  const total = first?.listed === undefined ? undefined : publicCount(first);
  return { posts, end: last && [last.sort_key, last.id], total };
}

const whereIdIn = (db: Database, positions: FoundPosition[]) =>
  getEngine(db).whereIdIn(
    "posts.id",
    positions.map(({ id }) => id),
  );

/** The first positions of a page whose contents can fit. */
async function readablePositions(db: Database, query: PostQuery, positions: FoundPosition[]): Promise<FoundPosition[]> {
  if (positions.length <= PAGE_DEFAULT || !showsContent(query)) return positions;
  const sizes = await db
    .selectFrom("posts")
    .select(["posts.id", contentBytes])
    .where(whereIdIn(db, positions))
    .execute();
  const bytesOf = new Map(sizes.map(({ bytes, id }) => [id, Number(bytes)]));
  return fitBytes(positions, ({ id }) => bytesOf.get(id) ?? 0);
}

/** Loads the page of positions that were found, of which one more than its limit shows whether another page follows. */
async function loadFound(
  db: Database,
  query: PostQuery,
  context: ListContext,
  found: FoundPosition[],
): Promise<PageSlice> {
  const { limit = PAGE_DEFAULT, q, status } = query;
  const positions = await readablePositions(db, query, found.slice(0, limit));
  // Of a content that is not shown only the part is read in which matches are marked.
  const units = q === undefined ? 0 : Math.ceil(CONTENT_READ_MAX / Math.max(1, positions.length));
  const content = showsContent(query) ? sql<string>`content` : sql<string>`substr(content, 1, ${sql.lit(units)})`;
  const rows = await db
    .selectFrom("posts")
    .select(["posts.id", ...LIST_COLUMNS])
    .select(authorColumns)
    .select(content.as("content"))
    .where(whereIdIn(db, positions))
    // A post may have been deleted between the two queries.
    .where(whereMatches({ status }, context))
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const all = positions.flatMap(({ id }) => byId.get(id) ?? []);
  const posts = fitPosts(all, query);
  const last = posts.length < all.length ? positions.find(({ id }) => id === posts.at(-1)?.id) : positions.at(-1);
  const isLast = last === undefined || last === found.at(-1);
  return { posts, end: isLast ? undefined : last.position };
}

/** A page of a search, in two steps: rank ids first, then load rows, so that the sort does not carry post bodies. */
async function searchSlice(
  db: Database,
  query: PostQuery,
  context: ListContext,
  position?: CursorPosition,
): Promise<PageSlice> {
  const matches = await findMatches(db, query, context.viewer, context.now);
  if (!matches) return { posts: [], end: undefined };
  const wanted = (query.limit ?? PAGE_DEFAULT) + 1;
  const found = await searchPositions(db, query, { ...context, matches }, wanted, position);
  return { ...(await loadFound(db, query, context, found)), matches };
}

/** A page of any list. */
async function findSlice(
  db: Database,
  query: PostQuery,
  context: ListContext,
  position?: CursorPosition,
): Promise<PageSlice> {
  const { limit = PAGE_DEFAULT, status } = query;
  if (status === "any") {
    return loadFound(db, query, context, await mergedPositions(db, query, context, limit + 1, position));
  }
  const list = status === "published" ? publishedPart(query, context.viewer) : query;
  if (!list) return { posts: [], end: undefined };
  return (list.q === undefined ? keysetSlice : searchSlice)(db, list, context, position);
}

/** A page of the posts that match a query and that `viewer` may see. */
export async function listPosts(
  db: Database,
  requested: PostQuery,
  viewer: Viewer,
  now = Date.now(),
): Promise<PostPage> {
  const query = await withTagKey(db, requested, now);
  const position = await parseCursor(db, listKey(query), query.after);
  const slice = await findSlice(db, query, { viewer, now }, position);
  const { end, matches, posts, total = end || position ? undefined : posts.length } = slice;
  return { posts, next: await nextCursor(db, listKey(query), end), total, matches };
}

/** The same with the total over all pages. */
export async function listAndCount(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()) {
  const { posts, next, matches, total } = await listPosts(db, query, viewer, now);
  const counted = total === undefined ? await getTotal(db, query, viewer, now, matches) : { total, isCapped: false };
  return { posts, next, ...counted };
}
