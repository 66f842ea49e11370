import { sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { executeCached } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { requireAuthenticated, type Viewer } from "#lib/server/viewer";
import { NumericId } from "#lib/shared/params";
import { authorName } from "./author-name.ts";
import type { PostRow } from "./row.ts";
import { canEditPost, canReadPost, TRASH_RETENTION_MS } from "./rules.ts";

export const postNotFound = () => new Problem("not-found", { title: "Post not found" });

/** The post with an id as an address holds it, in the trash or not; undefined where there is none. */
async function findPost(db: Database, id: unknown, now: number): Promise<PostRow | undefined> {
  const known = NumericId.safeParse(id);
  if (!known.success) return undefined;
  // Within a transaction the post is read in order to be changed.
  const { isTransaction } = db;
  const [post] = await executeCached(db, `post ${isTransaction}`, { id: Number(known.data) }, ({ id }) =>
    db
      .selectFrom("posts")
      .selectAll()
      .select(authorName)
      .where("id", "=", id)
      .modifyEnd(isTransaction ? getEngine(db).rowLock : sql``),
  );
  const isGone = post?.trashed_at != null && post.trashed_at <= now - TRASH_RETENTION_MS;
  return isGone ? undefined : post;
}

/** @throws {Problem} 404 where there is no post with this id, or none that `viewer` may see */
export async function requirePost(db: Database, id: unknown, viewer: Viewer, now = Date.now()): Promise<PostRow> {
  const post = await findPost(db, id, now);
  if (post && canReadPost(viewer, post, now)) return post;
  throw postNotFound();
}

/**
 * A post that `viewer` wants to change.
 * @throws {Problem} 404 where they may not even see it, 401 or 403 where they may only read it
 */
export async function requireEditablePost(
  db: Database,
  id: unknown,
  viewer: Viewer,
  now = Date.now(),
): Promise<PostRow> {
  const post = await requirePost(db, id, viewer, now);
  if (canEditPost(viewer, post)) return post;
  requireAuthenticated(viewer);
  throw new Problem("forbidden", { title: "You may edit your own posts only" });
}

/** A post that `viewer` may bring back, in the trash or back already. @throws {Problem} 404 */
export async function requireRestorablePost(db: Database, id: unknown, viewer: Viewer, now: number): Promise<PostRow> {
  const post = await findPost(db, id, now);
  if (post && canEditPost(viewer, post)) return post;
  throw postNotFound();
}
