import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Adds autosaves. `post_id` is not a foreign key: an autosave outlives its post. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { tableSuffix, timeType } = getEngine(db);
  await db.schema
    .createTable("autosaves")
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("id", "text", required)
    .addColumn("post_id", "text")
    .addColumn("base_version", "integer")
    .addColumn("fields", "text", required)
    .addColumn("version", "integer", required)
    .addColumn("created_at", timeType, required)
    .addColumn("updated_at", timeType, required)
    .addPrimaryKeyConstraint("autosaves_key", ["account_id", "id"])
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("autosaves_newest").on("autosaves").columns(["account_id", "updated_at", "id"]).execute();
}
