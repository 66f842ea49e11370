import type { Kysely } from "kysely";
import { engineOf } from "../engine.ts";
import type { Tables } from "../tables.ts";

/** Posts and their search index. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { countingKey, search, tableSuffix, timeType } = engineOf(db);
  await db.schema
    .createTable("posts")
    .addColumn("id", countingKey)
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("excerpt", "text", (column) => column.notNull())
    .addColumn("excerpt_own", "integer", (column) => column.notNull())
    .addColumn("slug", "text", (column) => column.notNull())
    .addColumn("tags", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("author_id", "text")
    .addColumn("created_at", timeType, (column) => column.notNull())
    .addColumn("updated_at", timeType, (column) => column.notNull())
    .addColumn("published_at", timeType)
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("trashed_at", timeType)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("posts_published_at").on("posts").columns(["published_at", "id"]).execute();
  await search.create(db);
}
