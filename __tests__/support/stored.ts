import type { Database } from "#lib/server/db/tables";

/** All that a database holds, as far as one state of it can be told from another by it. */
export async function stored(db: Database): Promise<unknown> {
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
