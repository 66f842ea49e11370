import type { Kysely } from "kysely";
import { freeAuthorSlug } from "#lib/server/users/slug";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/**
 * Adds profiles to accounts: a slug, a bio and links; `image` is there since 003, and was never filled. And which images they use. The slug stays when the name changes; see
 * docs/decisions/040-profiles.md.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, tableSuffix } = getEngine(db);
  // SQLite adds no column without a default that must not be null.
  await db.schema.alterTable("accounts").addColumn("slug", binaryText).execute();
  for (const [column, empty] of [
    ["bio", ""],
    ["links", "[]"],
  ] as const) {
    await db.schema
      .alterTable("accounts")
      .addColumn(column, "text", (definition) => definition.notNull().defaultTo(empty))
      .execute();
  }
  await db.schema.createIndex("accounts_slug").unique().on("accounts").column("slug").execute();
  const accounts = await db.selectFrom("accounts").select(["id", "name"]).orderBy("createdAt").orderBy("id").execute();
  for (const { id, name } of accounts) {
    const slug = await freeAuthorSlug(db, name);
    await db.updateTable("accounts").set({ slug }).where("id", "=", id).execute();
  }

  await db.schema
    .createTable("account_images")
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("image", binaryText, (column) => column.notNull())
    .addPrimaryKeyConstraint("account_images_key", ["account_id", "image"])
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("account_images_image").on("account_images").column("image").execute();
}
