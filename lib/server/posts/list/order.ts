import { type RawBuilder, type SqlBool, sql } from "kysely";
import { withoutIndex } from "#lib/server/db/without-index";
import type { CursorPosition } from "#lib/server/pagination";
import type { PostQuery } from "#lib/shared/post-query";

const COLUMNS = { publishedAt: "published_at", updatedAt: "updated_at", title: "title_sort" } as const;
type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

/** A column to sort by, and the id, which leaves no two rows equal; both in one direction. */
export type PostOrder = {
  columns: [RawBuilder<string | number>, RawBuilder<number>];
  direction: "asc" | "desc";
  by: Column;
};

type Sorted = Pick<PostQuery, "q" | "sort" | "status" | "tag">;

/** Whether a list is walked along the tag's own index, which ends in what the list is sorted by. */
export const usesTagIndex = ({ q, status, tag }: Sorted) =>
  tag !== undefined && status === undefined && q === undefined;

/** Whether a search is sorted by relevance; see search.ts. */
export const isByRelevance = ({ q, sort }: Sorted) => q !== undefined && sort === undefined;

function columnsOf(query: Sorted, column: Column): PostOrder["columns"] {
  if (usesTagIndex(query)) return [sql.ref(`post_tags.${column}`), sql.ref("post_tags.post_id")];
  const isFew = query.q !== undefined || (query.status === "scheduled" && column !== "published_at");
  // Few rows: an index in this order would scan all posts for them.
  return [isFew ? withoutIndex(`posts.${column}`) : sql.ref(`posts.${column}`), sql.ref("posts.id")];
}

/** How a list is sorted; by relevance, each of its two parts. */
export function getOrder(query: Sorted): PostOrder {
  const { sort, status } = query;
  const hasDate = status === undefined || status === "scheduled";
  const name = sort ?? (hasDate ? "-publishedAt" : "-updatedAt");
  const by = COLUMNS[name.replace("-", "") as keyof typeof COLUMNS];
  return { by, columns: columnsOf(query, by), direction: name.startsWith("-") ? "desc" : "asc" };
}

/** The condition that a row comes behind a position. */
export function afterCursor({ columns, direction }: PostOrder, position: CursorPosition): RawBuilder<SqlBool> {
  const than = direction === "desc" ? sql`<` : sql`>`;
  return sql`(${sql.join(columns)}) ${than} (${sql.join(position)})`;
}
