import { moveContentVersion } from "#lib/server/content-version";
import { engineOf } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { atomically } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { keepRendering, render } from "#lib/server/rendering/kept";
import type { Rendering } from "#lib/server/rendering/render";
import type { Viewer } from "#lib/server/viewer";
import type { NewPost, PostPatch } from "#lib/shared/posts";
import { authorName } from "./author.ts";
import { columnsOfChanged, columnsOfNew, isUnchanged, revisionRow } from "./columns.ts";
import { moveCounts } from "./counts.ts";
import { requireEditablePost, requireRestorablePost } from "./queries.ts";
import { isPublic, TRASH_KEPT_MS } from "./rules.ts";
import { putIntoSearch } from "./search-words.ts";
import { addTags, putTags } from "./tags.ts";
import type { PostRow } from "./view.ts";

/**
 * A post that falls due within this time, in milliseconds, counts as seen already: it may fall due while its change waits
 * for its turn, and the clocks of two processes are never quite the same.
 */
const NEARLY_DUE_MS = 60_000;

/** Whether the public may have seen the post by the time a change of it that began at `now` is done. */
const mayBeSeen = (post: PostRow, now: number) => isPublic(post, now + NEARLY_DUE_MS);

/** What goes with every save: its revision, its words in the search index and what its page shows. */
async function keep(trx: DatabaseTransaction, post: PostRow, rendering: Rendering): Promise<void> {
  await trx.insertInto("revisions").values(revisionRow(post)).execute();
  await putIntoSearch(trx, [post]);
  await keepRendering(trx, post, rendering);
}

/** A new post as it will be stored: all that takes time and no lock, so that no other writer waits for it. */
type PreparedPost = { columns: ReturnType<typeof columnsOfNew> & { author_id: string | null }; rendering: Rendering };

/** Works out what is stored of a new post, its HTML included. @param author null for a post made by nobody signed in */
export async function preparePost(
  draft: NewPost,
  author: Viewer["account"] = null,
  now = Date.now(),
): Promise<PreparedPost> {
  const columns = { ...columnsOfNew(draft, now), author_id: author?.id ?? null };
  return { columns, rendering: await render(columns) };
}

/** Stores what was prepared, with all that goes with a save. @returns the post, which has an id now */
export async function storePost(trx: DatabaseTransaction, { columns, rendering }: PreparedPost): Promise<PostRow> {
  const post = await trx
    .insertInto("posts")
    .values(columns)
    .returningAll()
    .returning(authorName)
    .executeTakeFirstOrThrow();
  await addTags(trx, post);
  await keep(trx, post, rendering);
  if (mayBeSeen(post, columns.created_at)) await moveContentVersion(trx);
  await moveCounts(trx, [], [post]);
  return post;
}

/** Stores a new post. @param author null for a post made by nobody signed in */
export async function createPost(
  db: Database,
  draft: NewPost,
  author: Viewer["account"] = null,
  now = Date.now(),
): Promise<PostRow> {
  const prepared = await preparePost(draft, author, now);
  return atomically(db, (trx) => storePost(trx, prepared));
}

type Options = {
  /** Throws where what the caller knows of the post is no longer so (If-Match). */
  precondition?: (current: PostRow) => void;
  /** The present moment, in milliseconds since 1970. */
  now?: number;
};

/**
 * Changes what `patch` names. A patch that changes nothing stores nothing: no revision, the same version.
 * @throws {Problem} 404; 401 or 403 for who may only read it; whatever the precondition throws
 */
export async function changePost(
  db: Database,
  id: unknown,
  patch: PostPatch,
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<PostRow> {
  return atomically(db, async (trx) => {
    const current = await requireEditablePost(trx, id, viewer, now);
    precondition?.(current);
    const columns = columnsOfChanged(current, patch, now);
    if (isUnchanged(current, columns)) return current;
    const post = await trx
      .updateTable("posts")
      .set(columns)
      .where("id", "=", current.id)
      .where("version", "=", current.version)
      .returningAll()
      .returning(authorName)
      .executeTakeFirstOrThrow();
    await putTags(trx, post);
    await keep(trx, post, await render(post));
    if (mayBeSeen(current, now) || mayBeSeen(post, now)) await moveContentVersion(trx);
    await moveCounts(trx, [current], [post]);
    return post;
  });
}

/**
 * Puts a post into the trash, and empties the trash of what has lain there too long.
 * @throws {Problem} 404; 401 or 403 for who may only read it; whatever the precondition throws
 */
export async function removePost(
  db: Database,
  id: unknown,
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<void> {
  await atomically(db, async (trx) => {
    const post = await requireEditablePost(trx, id, viewer, now);
    precondition?.(post);
    const removed = await setTrashed(trx, post.id, now);
    await emptyTrash(trx, now);
    if (mayBeSeen(post, now)) await moveContentVersion(trx);
    await moveCounts(trx, [post], [removed]);
  });
  log.info({ event: "post-removed", post: String(id), by: viewer.id }, "a post was put into the trash");
}

/**
 * Brings a post back from the trash; one that is not there stays as it is.
 * @throws {Problem} 404
 */
export async function restorePost(db: Database, id: unknown, viewer: Viewer, now = Date.now()): Promise<PostRow> {
  return atomically(db, async (trx) => {
    const current = await requireRestorablePost(trx, id, viewer, now);
    if (current.trashed_at === null) return current;
    const post = await setTrashed(trx, current.id, null);
    if (mayBeSeen(post, now)) await moveContentVersion(trx);
    await moveCounts(trx, [current], [post]);
    return post;
  });
}

async function setTrashed(trx: DatabaseTransaction, id: number, trashed_at: number | null): Promise<PostRow> {
  const post = await trx
    .updateTable("posts")
    .set({ trashed_at })
    .where("id", "=", id)
    .returningAll()
    .returning(authorName)
    .executeTakeFirstOrThrow();
  await putTags(trx, post);
  return post;
}

async function emptyTrash(trx: DatabaseTransaction, now: number): Promise<void> {
  const gone = await trx
    .deleteFrom("posts")
    .where("trashed_at", "<=", now - TRASH_KEPT_MS)
    .returning("id")
    .execute();
  for (const { id } of gone) await engineOf(trx).search.remove(trx, id);
}
