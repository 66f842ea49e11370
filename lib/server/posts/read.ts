import { sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { requireAuthenticated, type Viewer } from "#lib/server/viewer";
import { NumericId } from "#lib/shared/params";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { authorColumns } from "./author-columns.ts";
import { isTrashed, type PostRow, type TrashedRow } from "./row.ts";
import { canEditPost, canReadPost } from "./rules.ts";

export const postNotFound = () => new Problem("not-found", { title: "Post not found" });

const postById = compiledQuery((db, { id }: { id: number }, isTransaction: boolean) =>
  db
    .selectFrom("posts")
    .selectAll()
    .select(authorColumns)
    .where("id", "=", id)
    // Within a transaction the row is locked, because it is going to be updated.
    .modifyEnd(isTransaction ? getEngine(db).rowLock : sql``),
);

/** Executes a statement that reads a post by its id. */
type ReadPost<Row> = (db: Database, id: number, now: number) => Promise<Row[]>;

const readRow: ReadPost<PostRow> = (db, id) => postById(db, { id }, db.isTransaction);

/** Finds a post by the id in a URL, in the trash or not. */
async function findPostWith<Row extends PostRow>(
  read: ReadPost<Row>,
  db: Database,
  id: unknown,
  now: number,
): Promise<Row | undefined> {
  const parsed = NumericId.safeParse(id);
  if (!parsed.success) return undefined;
  const [post] = await read(db, Number(parsed.data), now);
  const isPurged = post?.trashed_at != null && post.trashed_at <= now - TRASH_RETENTION_MS;
  return isPurged ? undefined : post;
}

const findPost = (db: Database, id: unknown, now: number) => findPostWith(readRow, db, id, now);

/** `requirePost` with the statement that reads the post. */
export async function requirePostWith<Row extends PostRow>(
  read: ReadPost<Row>,
  db: Database,
  id: unknown,
  viewer: Viewer,
  now: number,
): Promise<Row> {
  const post = await findPostWith(read, db, id, now);
  if (post && canReadPost(viewer, post, now)) return post;
  throw postNotFound();
}

/** Loads a post. @throws {Problem} 404 where no post has this id, or `viewer` may not read it */
export const requirePost = (db: Database, id: unknown, viewer: Viewer, now = Date.now()): Promise<PostRow> =>
  requirePostWith(readRow, db, id, viewer, now);

/**
 * Loads a post to edit.
 * @throws {Problem} 404 where `viewer` may not read it, 401 or 403 where they may only read it
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

/** Loads a post that `viewer` may restore, whether it is in the trash or not. @throws {Problem} 404 */
export async function requireRestorablePost(db: Database, id: unknown, viewer: Viewer, now: number): Promise<PostRow> {
  const post = await findPost(db, id, now);
  if (post && canEditPost(viewer, post)) return post;
  throw postNotFound();
}

/** Loads a post in the trash that `viewer` may restore or purge. @throws {Problem} 404 */
export async function requireTrashedPost(
  db: Database,
  id: unknown,
  viewer: Viewer,
  now = Date.now(),
): Promise<TrashedRow> {
  const post = await findPost(db, id, now);
  if (post && isTrashed(post) && canEditPost(viewer, post)) return post;
  throw new Problem("not-found", { title: "Post not found in the trash" });
}
