import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Cached renderings of posts. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { keyType, tableSuffix } = getEngine(db);
  await db.schema
    .createTable("renderings")
    .addColumn("post_id", keyType, (column) => column.primaryKey().notNull().references("posts.id").onDelete("cascade"))
    .addColumn("version", "integer", required)
    .addColumn("renderer", "integer", required)
    .addColumn("html", "text", required)
    .addColumn("contents", "text", required)
    .modifyEnd(tableSuffix)
    .execute();
}
