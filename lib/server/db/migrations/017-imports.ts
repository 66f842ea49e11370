import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Adds which items of which sources were imported; see docs/decisions/034-import.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, keyType, tableSuffix, timeType } = getEngine(db);

  await db.schema
    .createTable("imported_items")
    .addColumn("source", binaryText, required)
    .addColumn("item", binaryText, required)
    // No foreign key: the id is reserved before there is a post, and stays when the post is purged.
    .addColumn("post_id", keyType, required)
    .addColumn("digest", "text", required)
    .addColumn("imported_at", timeType)
    .addPrimaryKeyConstraint("imported_items_key", ["source", "item"])
    .modifyEnd(tableSuffix)
    .execute();
}
