import { sql } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { termsOf } from "#lib/server/search/words";
import type { Viewer } from "#lib/server/viewer";
import { PAGE_DEFAULT, PAGE_MAX, PostId, type PostQuery } from "#lib/shared/posts";
import { canReadPost } from "./rules.ts";
import type { PostRow } from "./view.ts";

/** Published, due and not in the trash. */
function publicPosts(db: Database, now: number) {
  return db
    .selectFrom("posts")
    .where("status", "=", "published")
    .where("trashed_at", "is", null)
    .where("published_at", "<=", now);
}

/** The public posts that a query asks for, newest first. */
export async function listPosts(db: Database, query: PostQuery, now = Date.now()): Promise<PostRow[]> {
  let posts = publicPosts(db, now).selectAll();
  if (query.q !== undefined) {
    const terms = termsOf(query.q);
    posts = posts.where(terms.length > 0 ? engineOf(db).search.has(terms, "anywhere") : sql.lit(false));
  }
  return posts
    .orderBy("published_at", "desc")
    .orderBy("id", "desc")
    .limit(query.limit ?? PAGE_DEFAULT)
    .execute();
}

/** The first contract's list: public posts, the oldest first, at most PAGE_MAX. */
export async function listLegacyPosts(db: Database, now = Date.now()) {
  return publicPosts(db, now).select(["id", "title", "content"]).orderBy("id").limit(PAGE_MAX).execute();
}

/**
 * The post with an id as an address holds it.
 * @throws {Problem} 404 where there is none, or none that `viewer` may see
 */
export async function requirePost(db: Database, id: unknown, viewer: Viewer, now = Date.now()): Promise<PostRow> {
  const known = PostId.safeParse(id);
  const post = known.success
    ? await db.selectFrom("posts").selectAll().where("id", "=", Number(known.data)).executeTakeFirst()
    : undefined;
  if (post && canReadPost(viewer, post, now)) return post;
  throw new Problem("not-found", { title: "Post not found" });
}
