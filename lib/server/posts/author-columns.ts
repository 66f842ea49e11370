import type { ExpressionBuilder } from "kysely";
import type { Tables } from "#lib/server/db/tables";

/** The name and slug of a post's author as columns of a query on posts; null for an anonymous post. */
export function authorColumns(eb: ExpressionBuilder<Tables, "posts">) {
  const author = (column: "accounts.name" | "accounts.slug") =>
    eb.selectFrom("accounts").select(column).whereRef("accounts.id", "=", "posts.author_id");
  return [author("accounts.name").as("author_name"), author("accounts.slug").as("author_slug")] as const;
}
