import type { ExpressionBuilder } from "kysely";
import type { Tables } from "#lib/server/db/tables";

/** The name of a post's author as a column of a query on posts; null for an anonymous post. */
export function authorName(eb: ExpressionBuilder<Tables, "posts">) {
  return eb
    .selectFrom("accounts")
    .select("accounts.name")
    .whereRef("accounts.id", "=", "posts.author_id")
    .as("author_name");
}
