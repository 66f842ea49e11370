import { type RawBuilder, sql } from "kysely";

/** What leaves a column's value unchanged, by its type. */
const NO_OP = {
  "posts.author_id": sql`|| ''`,
  "posts.published_at": sql`+ 0`,
  "posts.title_sort": sql`|| ''`,
  "posts.trashed_at": sql`+ 0`,
  "posts.updated_at": sql`+ 0`,
  "post_tags.published_at": sql`+ 0`,
};

/**
 * Planner hint for both engines: the column's value as an expression that no index covers, so that the planner filters or
 * sorts rows it found by another index instead of scanning this column's.
 */
export const withoutIndex = (column: keyof typeof NO_OP): RawBuilder<string | number> =>
  sql`${sql.ref(column)} ${NO_OP[column]}`;
