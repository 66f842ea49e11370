import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from "kysely";
import { type Engine, getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** What a post and each of its revisions have alike. */
function withText<Name extends string, Column extends string>(
  table: CreateTableBuilder<Name, Column>,
  { timeType }: Engine,
) {
  return table
    .addColumn("title", "text", required)
    .addColumn("content", "text", required)
    .addColumn("excerpt", "text", required)
    .addColumn("excerpt_own", "integer", required)
    .addColumn("tags", "text", required)
    .addColumn("status", "text", required)
    .addColumn("published_at", timeType)
    .addColumn("version", "integer", required);
}

/** Posts, their revisions, tags and search index, and the version of what the public sees. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const engine = getEngine(db);
  const { binaryText, countingKey, keyType, search, tableSuffix, timeType } = engine;

  await withText(db.schema.createTable("posts").addColumn("id", countingKey), engine)
    .addColumn("slug", "text", required)
    .addColumn("title_sort", binaryText, required)
    .addColumn("reading_minutes", "integer", required)
    .addColumn("author_id", "text")
    .addColumn("created_at", timeType, required)
    .addColumn("updated_at", timeType, required)
    .addColumn("trashed_at", timeType)
    .modifyEnd(tableSuffix)
    .execute();
  for (const column of ["published_at", "updated_at", "title_sort"] as const) {
    await db.schema.createIndex(`posts_${column}`).on("posts").columns([column, "id"]).execute();
  }

  await withText(db.schema.createTable("revisions").addColumn("post_id", keyType, required), engine)
    .addColumn("saved_at", timeType, required)
    .addPrimaryKeyConstraint("revisions_key", ["post_id", "version"])
    .addForeignKeyConstraint("revisions_post", ["post_id"], "posts", ["id"], (key) => key.onDelete("cascade"))
    .modifyEnd(tableSuffix)
    .execute();

  await db.schema
    .createTable("post_tags")
    .addColumn("post_id", keyType, required)
    .addColumn("tag", "text", required)
    .addPrimaryKeyConstraint("post_tags_key", ["tag", "post_id"])
    .addForeignKeyConstraint("post_tags_post", ["post_id"], "posts", ["id"], (key) => key.onDelete("cascade"))
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("post_tags_post_id").on("post_tags").column("post_id").execute();

  await search.create(db);

  await db.schema
    .createTable("content_version")
    .addColumn("number", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();
  await db.insertInto("content_version").values({ number: 0 }).execute();
}
