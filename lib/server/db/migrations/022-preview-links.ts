import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Adds preview links; see docs/decisions/041-preview-links.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { keyType, tableSuffix, timeType } = getEngine(db);
  await db.schema
    .createTable("preview_links")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("post_id", keyType, (column) => column.notNull().references("posts.id").onDelete("cascade"))
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("shows_changes", "integer", required)
    .addColumn("created_at", timeType, required)
    .addColumn("expires_at", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("preview_links_post").on("preview_links").column("post_id").execute();
  await db.schema.createIndex("preview_links_account").on("preview_links").column("account_id").execute();
  await db.schema.createIndex("preview_links_expiry").on("preview_links").column("expires_at").execute();
}
