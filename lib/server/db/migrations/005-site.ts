import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Messages to the owner, texts of the site that are no posts, and when the public last saw something else. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { countingKey, tableSuffix, timeType } = getEngine(db);

  await db.schema
    .createTable("messages")
    .addColumn("id", countingKey)
    .addColumn("name", "text", required)
    .addColumn("email", "text", required)
    .addColumn("message", "text", required)
    .addColumn("created_at", timeType, required)
    .addColumn("read_at", timeType)
    .modifyEnd(tableSuffix)
    .execute();

  await db.schema
    .createTable("site_texts")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("content", "text", required)
    .addColumn("version", "integer", required)
    .addColumn("updated_at", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();

  await db.schema
    .alterTable("content_version")
    .addColumn("changed_at", timeType, (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute();
  await db.updateTable("content_version").set({ changed_at: Date.now() }).execute();
}
