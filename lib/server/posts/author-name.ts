import type { ExpressionBuilder } from "kysely";
import type { Tables } from "#lib/server/db/tables";

/** The name of a post's author, as a column of any query that gives posts; null for a post made by nobody signed in. */
export function authorName(eb: ExpressionBuilder<Tables, "posts">) {
  return eb
    .selectFrom("accounts")
    .select("accounts.name")
    .whereRef("accounts.id", "=", "posts.author_id")
    .as("author_name");
}
