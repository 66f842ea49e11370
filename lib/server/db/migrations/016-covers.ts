import type { Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/** Adds covers to posts and revisions, and a cache of social images. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { keyType, tableSuffix } = getEngine(db);
  for (const table of ["posts", "revisions"]) {
    await db.schema
      .alterTable(table)
      .addColumn("cover", "text", (column) => column.notNull().defaultTo(""))
      .execute();
  }
  await db.schema
    .createTable("social_images")
    .addColumn("post_id", keyType, (column) => column.primaryKey().notNull().references("posts.id").onDelete("cascade"))
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("png", "text", (column) => column.notNull())
    .modifyEnd(tableSuffix)
    .execute();
}
