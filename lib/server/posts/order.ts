import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { PostQuery } from "#lib/shared/post-query";
import type { Position } from "./cursor.ts";
import type { Hits } from "./hits.ts";

/** Columns to sort by, all in one direction; the id at the end leaves no two rows equal. */
export type PostOrder = {
  columns: RawBuilder<string | number>[];
  direction: "asc" | "desc";
  /** Whether a list in this order begins with its latest date, so that nothing behind a row is later than the row is. */
  isByLatest: boolean;
};

const COLUMNS = { publishedAt: "published_at", updatedAt: "updated_at", title: "title_sort" } as const;

type Sorted = Pick<PostQuery, "q" | "sort" | "status" | "tag">;

/** Whether a list is walked along the tag's own index, which ends in what the list is sorted by. */
export const isTagWalk = ({ q, status, tag }: Sorted) => tag !== undefined && status === undefined && q === undefined;

/**
 * Has the database find the rows first and sort them then. An index in this order would lead it through all posts, most
 * of which are none of these few.
 */
function unindexed(column: (typeof COLUMNS)[keyof typeof COLUMNS]): RawBuilder<string | number> {
  const name = sql.ref(`posts.${column}`);
  return column === "title_sort" ? sql`${name} || ''` : sql`${name} + 0`;
}

function columnsOf(query: Sorted, column: (typeof COLUMNS)[keyof typeof COLUMNS]): PostOrder["columns"] {
  if (isTagWalk(query)) return [sql.ref(`post_tags.${column}`), sql.ref("post_tags.post_id")];
  const isFew = query.q !== undefined || (query.status === "scheduled" && column !== "published_at");
  return [isFew ? unindexed(column) : sql.ref(`posts.${column}`), sql.ref("posts.id")];
}

/**
 * How a list is sorted. By relevance means: posts that have every word in their title first, the newest first among
 * equals. Unlike a score, which every other post has a part in, this does not move while others are written, so a
 * reader who pages through it misses nothing; and it is the same on every engine.
 * @param hits what the query's search finds, where it has one that asks for anything
 */
export function orderOf(query: Sorted, hits?: Hits): PostOrder {
  const { sort, status } = query;
  const hasDate = status === undefined || status === "scheduled";
  const name = sort ?? (hasDate ? "-publishedAt" : "-updatedAt");
  const direction = name.startsWith("-") ? "desc" : "asc";
  const columns = columnsOf(query, COLUMNS[name.replace("-", "") as keyof typeof COLUMNS]);
  if (sort !== undefined || !hits) return { columns, direction, isByLatest: name === "-publishedAt" };
  const inTitle = sql<number>`case when ${hits("title")} then 1 else 0 end`;
  return { columns: [inTitle, ...columns], direction, isByLatest: false };
}

/** The condition that a row comes behind a position. */
export function behind({ columns, direction }: PostOrder, position: Position): RawBuilder<SqlBool> {
  const than = direction === "desc" ? sql`<` : sql`>`;
  return sql`(${sql.join(columns)}) ${than} (${sql.join(position)})`;
}
