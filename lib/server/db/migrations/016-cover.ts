import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** Adds covers to posts and revisions. */
export async function up(db: Kysely<Tables>): Promise<void> {
  for (const table of ["posts", "revisions"]) {
    await db.schema
      .alterTable(table)
      .addColumn("cover", "text", (column) => column.notNull().defaultTo(""))
      .execute();
  }
}
