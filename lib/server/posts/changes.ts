import { moveContentVersion } from "#lib/server/content-version";
import type { PreparedText } from "#lib/server/cpu/tasks";
import { engineOf } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { atomically } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { prepareText } from "#lib/server/rendering/bounded";
import { keepRendering } from "#lib/server/rendering/kept";
import type { Viewer } from "#lib/server/viewer";
import type { NewPost, PostPatch } from "#lib/shared/posts";
import { cleanText } from "#lib/shared/text";
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
async function keep(trx: DatabaseTransaction, post: PostRow, { words, rendering }: PreparedText): Promise<void> {
  await trx.insertInto("revisions").values(revisionRow(post)).execute();
  await putIntoSearch(trx, [{ ...post, words }]);
  await keepRendering(trx, post, rendering);
}

/** A new post as it will be stored: all that takes time and no lock, so that no other writer waits for it. */
type PreparedPost = { columns: ReturnType<typeof columnsOfNew> & { author_id: string | null }; text: PreparedText };

/** Works out what is stored of a new post, its HTML included. @param author null for a post made by nobody signed in */
export async function preparePost(
  draft: NewPost,
  author: Viewer["account"] = null,
  now = Date.now(),
): Promise<PreparedPost> {
  const text = await prepareText(draft.content, author !== null);
  return { columns: { ...columnsOfNew(draft, text.plain, now), author_id: author?.id ?? null }, text };
}

/** Stores what was prepared, with all that goes with a save. @returns the post, which has an id now */
export async function storePost(trx: DatabaseTransaction, { columns, text }: PreparedPost): Promise<PostRow> {
  const post = await trx
    .insertInto("posts")
    .values(columns)
    .returningAll()
    .returning(authorName)
    .executeTakeFirstOrThrow();
  await addTags(trx, post);
  await keep(trx, post, text);
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
 * @throws {Problem} 404; 401 or 403 for who may only read it; 429 while too many large texts wait to be rendered; whatever
 * the precondition throws
 */
export async function changePost(
  db: Database,
  id: unknown,
  patch: PostPatch,
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<PostRow> {
  for (;;) {
    const before = await requireEditablePost(db, id, viewer, now);
    precondition?.(before);
    // Outside the transaction, so that no other writer waits for it.
    const { author_id } = before;
    const content = patch.content ?? cleanText(before.content);
    const text = await prepareText(content, author_id !== null);
    const post = await atomically(db, async (trx) => {
      const current = await requireEditablePost(trx, id, viewer, now);
      precondition?.(current);
      const isStale = (patch.content ?? cleanText(current.content)) !== content || current.author_id !== author_id;
      return isStale ? undefined : storeChange(trx, current, patch, text, now);
    });
    // Otherwise somebody else saved another content meanwhile, which this change keeps.
    if (post) return post;
  }
}

async function storeChange(
  trx: DatabaseTransaction,
  current: PostRow,
  patch: PostPatch,
  text: PreparedText,
  now: number,
): Promise<PostRow> {
  const columns = columnsOfChanged(current, patch, text.plain, now);
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
  await keep(trx, post, text);
  if (mayBeSeen(current, now) || mayBeSeen(post, now)) await moveContentVersion(trx);
  await moveCounts(trx, [current], [post]);
  return post;
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
