import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** Adds the index by which a purge finds the autosaves of a post. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex("autosaves_post").on("autosaves").column("post_id").execute();
}
