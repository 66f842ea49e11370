import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Adds images, who uploaded them, their files, and which texts use them; see docs/decisions/032-images.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, keyType, tableSuffix, timeType } = getEngine(db);

  await db.schema
    .createTable("images")
    .addColumn("id", binaryText, (column) => column.primaryKey().notNull())
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("width", "integer", required)
    .addColumn("height", "integer", required)
    .addColumn("is_animated", "integer", required)
    .addColumn("bytes", timeType, required)
    .addColumn("created_at", timeType, required)
    .addColumn("unused_since", timeType)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("images_newest").on("images").columns(["created_at", "id"]).execute();
  await db.schema.createIndex("images_unused").on("images").columns(["unused_since", "id"]).execute();

  await db.schema
    .createTable("image_uploads")
    .addColumn("source", binaryText, required)
    .addColumn("account_id", "text", required)
    .addColumn("image", binaryText, (column) => column.notNull().references("images.id").onDelete("cascade"))
    .addColumn("created_at", timeType, required)
    .addPrimaryKeyConstraint("image_uploads_key", ["source", "account_id"])
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("image_uploads_image").on("image_uploads").columns(["image", "account_id"]).execute();

  await db.schema
    .createTable("image_files")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("width", "integer", required)
    .addColumn("is_deleted", "integer", required)
    .addColumn("since", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();

  await createUses(
    "revision_images",
    db.schema
      .createTable("revision_images")
      .addColumn("post_id", keyType, required)
      .addColumn("version", "integer", required)
      .addColumn("image", binaryText, required)
      .addPrimaryKeyConstraint("revision_images_key", ["post_id", "version", "image"])
      .addForeignKeyConstraint(
        "revision_images_revision",
        ["post_id", "version"],
        "revisions",
        ["post_id", "version"],
        (key) => key.onDelete("cascade"),
      ),
  );
  await createUses(
    "autosave_images",
    db.schema
      .createTable("autosave_images")
      .addColumn("account_id", "text", required)
      .addColumn("autosave_id", "text", required)
      .addColumn("image", binaryText, required)
      .addPrimaryKeyConstraint("autosave_images_key", ["account_id", "autosave_id", "image"])
      .addForeignKeyConstraint(
        "autosave_images_autosave",
        ["account_id", "autosave_id"],
        "autosaves",
        ["account_id", "id"],
        (key) => key.onDelete("cascade"),
      ),
  );
  await createUses(
    "site_text_images",
    db.schema
      .createTable("site_text_images")
      .addColumn("name", "text", (column) => column.notNull().references("site_texts.name").onDelete("cascade"))
      .addColumn("image", binaryText, required)
      .addPrimaryKeyConstraint("site_text_images_key", ["name", "image"]),
  );

  async function createUses<Name extends string, Columns extends string>(
    name: string,
    table: CreateTableBuilder<Name, Columns>,
  ): Promise<void> {
    await table.modifyEnd(tableSuffix).execute();
    await db.schema.createIndex(`${name}_image`).on(name).column("image").execute();
  }
}
