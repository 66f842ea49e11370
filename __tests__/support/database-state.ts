import type { Database } from "#lib/server/db/tables";

/** Reads what shows whether a write changed the database. Compare two results with `toEqual`. */
export async function readDatabaseState(db: Database): Promise<unknown> {
  return {
    posts: await db.selectFrom("posts").select(["id", "version", "updated_at", "trashed_at"]).orderBy("id").execute(),
    revisions: await db
      .selectFrom("revisions")
      .select(["post_id", "version"])
      .orderBy("post_id")
      .orderBy("version")
      .execute(),
    tags: await db.selectFrom("post_tags").select(["post_id", "tag"]).orderBy("post_id").orderBy("tag").execute(),
    keys: await db.selectFrom("idempotency_keys").select("key").orderBy("key").execute(),
    version: await db.selectFrom("content_version").select("number").execute(),
  };
}
