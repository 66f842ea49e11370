import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/**
 * Adds names and slugs of tags. Existing tags consist of lower-case letters a-z, digits and hyphens: each becomes its own key,
 * name and slug, so that posts, counters and URLs stay as they are.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, tableSuffix } = getEngine(db);
  await db.schema
    .createTable("tags")
    .addColumn("key", binaryText, (column) => column.primaryKey().notNull())
    .addColumn("name", "text", required)
    .addColumn("slug", binaryText, (column) => column.notNull().unique())
    .addColumn("target", binaryText)
    .modifyEnd(tableSuffix)
    .execute();
  await sql`create index tags_target on tags (target) where target is not null`.execute(db);
  await sql`insert into tags (key, name, slug) select tag, tag, tag from (select distinct tag from post_tags) as used`.execute(
    db,
  );
}
