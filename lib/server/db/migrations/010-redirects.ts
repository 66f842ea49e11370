import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const emptyText = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo("");
const no = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(sql.lit(0));

/** Adds slugs that authors choose, canonical URLs and redirects. Older revisions get an empty slug, as slugs were generated from titles. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, keyType, tableSuffix, timeType } = getEngine(db);

  await db.schema.alterTable("revisions").addColumn("slug", "text", emptyText).execute();
  for (const table of ["posts", "revisions"]) {
    await db.schema.alterTable(table).addColumn("slug_own", "integer", no).execute();
    await db.schema.alterTable(table).addColumn("canonical_url", "text", emptyText).execute();
  }

  await db.schema
    .createTable("redirects")
    .addColumn("path", binaryText, (column) => column.primaryKey().notNull())
    .addColumn("post_id", keyType, (column) => column.references("posts.id").onDelete("cascade"))
    .addColumn("url", binaryText)
    .addColumn("created_at", timeType, (column) => column.notNull())
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("redirects_post").on("redirects").column("post_id").execute();
  await db.schema.createIndex("redirects_url").on("redirects").column("url").execute();
}
