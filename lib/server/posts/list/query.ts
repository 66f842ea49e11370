import {
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from "kysely";
import type { Database, Tables } from "#lib/server/db/tables";
import { withoutIndex } from "#lib/server/db/without-index";
import type { CursorPosition } from "#lib/server/pagination";
import { whereEditable, whereStatus } from "#lib/server/posts/rules";
import type { Viewer } from "#lib/server/viewer";
import { hasPublicationDates } from "#lib/shared/list-options";
import type { PostQuery } from "#lib/shared/post-query";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";

/** Which posts a list has, without its order and page. */
export type PostFilter = Pick<PostQuery, "q" | "tag" | "author" | "status">;

type Builder = ExpressionBuilder<Tables, "posts">;

/** Where the words of a search stand: all in the title, not all in the title, or anywhere. */
export type MatchScope = "title" | "rest" | "anywhere";

/** The posts that a search matches. */
export type SearchMatches = {
  /** Identifies the words and filters of the search, for cache keys. */
  key: string;
  /** How many posts match; undefined above SEARCH_TOTAL_MAX. With a `status` those of any status, public or not. */
  total: number | undefined;
  /** Whether the matching ids are loaded, because they are few. */
  isSmall(scope: MatchScope): boolean;
  /** The same with the ids of the matches in the title, which are loaded where they are few. */
  withTitles(): Promise<SearchMatches>;
  /** The condition that a post matches. */
  contains(scope: MatchScope): Expression<SqlBool>;
  /** The same condition for a row of the table `near`; see SearchIndex. */
  containsNearby(scope: MatchScope): Expression<SqlBool>;
};

export type ListContext = {
  viewer: Viewer;
  /** In milliseconds since 1970. */
  now: number;
  /** The matches of `q`; undefined where it has no words. */
  matches?: SearchMatches | undefined;
  /** Which matches the list has; `anywhere` where it is left out. */
  scope?: MatchScope;
  /** `index` where it is left out. */
  due?: DueCheck;
};

/**
 * How a query checks that posts are due: `index` ends the range of an index on dates; `row` filters rows of another index,
 * and keeps the planner from the one on dates; `skip` where the cursor is at a due post and the list goes back in time.
 */
export type DueCheck = "index" | "row" | "skip";

/** The condition that the date of publication has passed. */
function isDue(table: "posts" | "post_tags", { due = "index", now }: ListContext): Expression<SqlBool> {
  const column = `${table}.published_at` as const;
  if (due === "skip") return sql.lit(true);
  return due === "row" ? sql<SqlBool>`${withoutIndex(column)} <= ${now}` : sql<SqlBool>`${sql.ref(column)} <= ${now}`;
}

function hasStatus(eb: Builder, status: PostFilter["status"], context: ListContext): Expression<SqlBool> {
  const { now, viewer } = context;
  if (status === undefined) return eb.and([whereStatus(eb, "published"), isDue("posts", context)]);
  const isEditable = whereEditable(eb, viewer);
  if (status === "any") return eb.and([isEditable, eb("posts.trashed_at", "is", null)]);
  if (status === "trash") {
    // Filtered row by row: the list is read along an index in another order.
    const isRetained = sql<SqlBool>`${withoutIndex("posts.trashed_at")} > ${now - TRASH_RETENTION_MS}`;
    return eb.and([isEditable, eb("posts.trashed_at", "is not", null), isRetained]);
  }
  if (status === "draft") return eb.and([isEditable, whereStatus(eb, "draft")]);
  return eb.and([isEditable, whereStatus(eb, "published"), eb("posts.published_at", ">", now)]);
}

/** Public posts with a tag, by the columns of post_tags. */
function hasTag(tag: string, context: ListContext): Expression<SqlBool> {
  const due = isDue("post_tags", context);
  return sql<SqlBool>`(post_tags.tag = ${tag} and post_tags.published_at is not null and ${due})`;
}

/** Whether a list is read along the index of post_tags, which ends in the sort column. */
export const usesTagIndex = ({ q, status, tag }: Pick<PostFilter, "q" | "status" | "tag">) =>
  tag !== undefined && status === undefined && q === undefined;

/** The tables of a list: posts, joined with post_tags where its index is used. */
export function fromPosts(db: Database, filter: PostFilter): SelectQueryBuilder<Tables, "posts", object> {
  const posts = db.selectFrom("posts");
  if (!usesTagIndex(filter)) return posts;
  const joined = posts.innerJoin("post_tags", "post_tags.post_id", "posts.id");
  // Only `hasTag` and the order use columns of post_tags, and they name the table.
  return joined as unknown as SelectQueryBuilder<Tables, "posts", object>;
}

/** The condition that the pages and the count of a list share. */
export function whereMatches(filter: PostFilter, context: ListContext) {
  const { author, q, status, tag } = filter;
  const { matches, scope = "anywhere" } = context;
  return (eb: Builder): Expression<SqlBool> => {
    const byTagIndex = tag !== undefined && usesTagIndex(filter);
    const conditions = [byTagIndex ? hasTag(tag, context) : hasStatus(eb, status, context)];
    // A small set of ids is read first, rather than an index of an author who may have written all posts, or of a tag.
    const byIds = matches?.isSmall(scope) === true;
    if (author !== undefined)
      conditions.push(byIds ? sql`${withoutIndex("posts.author_id")} = ${author}` : eb("author_id", "=", author));
    // Redundant with hasTag, in the words of the author's partial index.
    if (author !== undefined && byTagIndex) conditions.push(hasStatus(eb, status, context));
    if (tag !== undefined && !byTagIndex) {
      const tagged = eb.selectFrom("post_tags").select("post_id").where("tag", "=", tag);
      conditions.push(byIds ? eb.exists(tagged.whereRef("post_id", "=", "posts.id")) : eb("posts.id", "in", tagged));
    }
    if (q !== undefined) conditions.push(matches?.contains(scope) ?? sql.lit(false));
    return eb.and(conditions);
  };
}

const COLUMNS = { publishedAt: "published_at", updatedAt: "updated_at", title: "title_sort" } as const;
type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

/** The sort key of a list: a column, and the id as the tiebreaker; both in one direction. */
export type PostOrder = {
  columns: [RawBuilder<string | number>, RawBuilder<number>];
  direction: "asc" | "desc";
  by: Column;
};

type Sorted = Pick<PostQuery, "q" | "sort" | "status" | "tag">;

/** Whether a search is sorted by relevance; see search.ts. */
export const isByRelevance = ({ q, sort }: Sorted) => q !== undefined && sort === undefined;

function columnsOf(query: Sorted, column: Column): PostOrder["columns"] {
  if (usesTagIndex(query)) return [sql.ref(`post_tags.${column}`), sql.ref("post_tags.post_id")];
  const isFew = query.q !== undefined || (query.status === "scheduled" && column !== "published_at");
  // Few rows: an index in this order would scan all posts for them.
  return [isFew ? withoutIndex(`posts.${column}`) : sql.ref(`posts.${column}`), sql.ref("posts.id")];
}

/** How a list is sorted; a search by relevance, within each scope. */
export function getOrder(query: Sorted): PostOrder {
  const { sort, status } = query;
  const name = sort ?? (hasPublicationDates(status) ? "-publishedAt" : "-updatedAt");
  const by = COLUMNS[name.replace("-", "") as keyof typeof COLUMNS];
  return { by, columns: columnsOf(query, by), direction: name.startsWith("-") ? "desc" : "asc" };
}

/** The keyset condition: rows after a position. */
export function afterCursor({ columns, direction }: PostOrder, position: CursorPosition): RawBuilder<SqlBool> {
  const than = direction === "desc" ? sql`<` : sql`>`;
  return sql`(${sql.join(columns)}) ${than} (${sql.join(position)})`;
}

/** The position of a row in its list: its sort key and its id. */
export type RowPosition = { id: number; sort_key: string | number };

/** How a list from a position on checks that posts are due. */
export function dueCheckFor(query: PostQuery, now: number, position?: CursorPosition): DueCheck {
  const { by, direction } = getOrder(query);
  if (by !== "published_at") return "row";
  // The clock of the process that issued the cursor may be ahead.
  return direction === "desc" && position && Number(position[0]) <= now ? "skip" : "index";
}

/** The sorted rows of a list after a position, each with its own position. The caller adds columns and a limit. */
export function keysetQuery(db: Database, query: PostQuery, context: ListContext, position?: CursorPosition) {
  const order = getOrder(query);
  const [sortKey, id] = order.columns;
  const { matches, scope = "anywhere" } = context;
  const { due = matches?.isSmall(scope) ? "row" : dueCheckFor(query, context.now, position) } = context;
  const rows = fromPosts(db, query)
    .select([id.as("id"), sortKey.as("sort_key")])
    .where(whereMatches(query, { ...context, due }))
    .orderBy(sortKey, order.direction)
    .orderBy(id, order.direction);
  return position ? rows.where(afterCursor(order, position)) : rows;
}
