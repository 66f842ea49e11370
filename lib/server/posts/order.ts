import { type RawBuilder, type SqlBool, sql } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { termsOf } from "#lib/server/search/words";
import type { PostQuery } from "#lib/shared/post-query";
import type { Position } from "./cursor.ts";

/** Columns to sort by, all in one direction; the id at the end leaves no two rows equal. */
export type PostOrder = {
  columns: RawBuilder<string | number>[];
  direction: "asc" | "desc";
};

const COLUMNS = {
  publishedAt: sql<number>`posts.published_at`,
  updatedAt: sql<number>`posts.updated_at`,
  title: sql<string>`posts.title_sort`,
};
const ID = sql<number>`posts.id`;

/**
 * How a list is sorted. By relevance means: posts that have every word in their title first, the newest first among
 * equals. Unlike a score, which every other post has a part in, this does not move while others are written, so a
 * reader who pages through it misses nothing; and it is the same on every engine.
 */
export function orderOf(db: Database, { q, sort, status }: PostQuery): PostOrder {
  const hasDate = status === undefined || status === "scheduled";
  const name = sort ?? (hasDate ? "-publishedAt" : "-updatedAt");
  const direction = name.startsWith("-") ? "desc" : "asc";
  const column = COLUMNS[name.replace("-", "") as keyof typeof COLUMNS];
  const terms = sort === undefined && q !== undefined ? termsOf(q) : [];
  if (terms.length === 0) return { columns: [column, ID], direction };
  const inTitle = sql<number>`case when ${engineOf(db).search.has(terms, "title")} then 1 else 0 end`;
  return { columns: [inTitle, column, ID], direction };
}

/** The condition that a row comes behind a position. */
export function behind({ columns, direction }: PostOrder, position: Position): RawBuilder<SqlBool> {
  const than = direction === "desc" ? sql`<` : sql`>`;
  return sql`(${sql.join(columns)}) ${than} (${sql.join(position)})`;
}
