import type { Insertable } from "kysely";
import { deleteSavedAutosave } from "#lib/server/autosaves/autosaves";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import { compiledQuery, compiledTogether } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction, PostsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { findImage } from "#lib/server/images/images";
import { storeRevisionImages } from "#lib/server/images/uses";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { prepareText, prepareWords } from "#lib/server/rendering/bounded";
import { renderingRow, renderingStatement, retainingStatement } from "#lib/server/rendering/cache";
import type { PreparedText } from "#lib/server/rendering/prepare-text";
import type { SearchRow } from "#lib/server/search/search-index";
import { resolveTags } from "#lib/server/tags/resolve";
import type { Viewer } from "#lib/server/viewer";
import type { Cover } from "#lib/shared/cover";
import { completeText, mergeText } from "#lib/shared/post-fields";
import type { NewPost, PostPatch } from "#lib/shared/posts";
import { authorColumns } from "./author-columns.ts";
import { isUnchanged, newPostColumns, revisionRow, textDirection, updatedPostColumns } from "./columns.ts";
import { searchRow } from "./index-posts.ts";
import { updateCounters } from "./list/counts.ts";
import { requireEditablePost, requireRestorablePost } from "./read.ts";
import { authoredText, type PostRow, parseTags, type StoredCover } from "./row.ts";
import { DUE_MARGIN_MS, isPublic } from "./rules.ts";
import { deleteTags, replaceTags, tagRows, tagStatements } from "./tags.ts";
import { mapTextColumns } from "./text-columns.ts";

/** Whether the post may be public by the time a change that began at `now` is committed. */
const maybePublic = (post: PostRow, now: number) => isPublic(post, now + DUE_MARGIN_MS);

/** Replaces the names of tags in columns by those they are stored under, and creates tags that are new. */
async function withStoredTags<Columns extends Pick<PostRow, "tags">>(
  trx: DatabaseTransaction,
  columns: Columns,
): Promise<Columns> {
  return { ...columns, tags: JSON.stringify(await resolveTags(trx, parseTags(columns))) };
}

/**
 * Adds the size of its image to a cover.
 * @throws {Problem} 400 where there is no such image
 */
async function withCoverSize<Columns extends Pick<PostRow, "cover">>(
  trx: DatabaseTransaction,
  columns: Columns,
): Promise<Columns> {
  if (columns.cover === "") return columns;
  const { alt, image } = JSON.parse(columns.cover) as Cover;
  // Locked until the revision that uses it is committed.
  const found = await findImage(trx, image);
  if (!found) {
    const error = `Cover image ${image} does not exist; upload it by POST /api/images first`;
    throw new Problem("validation", { fields: { cover: [error] } });
  }
  const { height, width } = found;
  return { ...columns, cover: JSON.stringify({ image, alt, width, height } satisfies StoredCover) };
}

/** All texts of a revision. */
const textsOf = (revision: ReturnType<typeof revisionRow>) =>
  Object.values(mapTextColumns((column) => revision[column]));

/** Stores a post as the revision of its version, and which images that uses. */
export async function insertRevision(trx: DatabaseTransaction, post: Parameters<typeof revisionRow>[0]): Promise<void> {
  const revision = revisionRow(post);
  await trx.insertInto("revisions").values(revision).execute();
  await storeRevisionImages(trx, revision, textsOf(revision));
}

type Parts = {
  tags: ReturnType<typeof tagRows>;
  revision: [ReturnType<typeof revisionRow>];
  search: [SearchRow] | undefined;
  rendering: [ReturnType<typeof renderingRow>] | undefined;
  retained: [{ id: number; version: number; before: number }] | undefined;
};

const insertParts = compiledTogether((db, { tags, revision, search, rendering, retained }: Parts) => [
  ...tagStatements(db, tags),
  db.insertInto("revisions").values(revision),
  ...(search ? [getEngine(db).search.put(search)] : []),
  ...(rendering ? [renderingStatement(db, ...rendering)] : []),
  ...(retained ? [retainingStatement(db, ...retained)] : []),
]);

/** What a save derives from the text; undefined where a change leaves it as it was. */
type DerivedText = Partial<PreparedText>;

/**
 * Stores what belongs to a save: the tags, the revision, the search index entry and the cached rendering.
 * @param before the post before a change
 */
async function storeParts(
  trx: DatabaseTransaction,
  post: PostRow,
  { words, rendering }: DerivedText,
  before?: PostRow,
): Promise<void> {
  const revision = revisionRow(post);
  // A tag may have another name since.
  const isIndexed = words === undefined && post.title === before?.title && post.tags === before.tags;
  await insertParts(trx, {
    tags: tagRows(post),
    revision: [revision],
    search: isIndexed ? undefined : [searchRow(trx, words ? { ...post, words } : post)],
    rendering: rendering && [renderingRow(post, rendering)],
    retained: before && !rendering ? [{ id: post.id, version: post.version, before: before.version }] : undefined,
  });
  await storeRevisionImages(trx, revision, textsOf(revision));
}

/** Records a change in what all writers share, for which others wait until the transaction ends: call it last. */
async function recordChange(trx: DatabaseTransaction, before: PostRow[], after: PostRow[], now: number): Promise<void> {
  const posts = Math.max(before.length, after.length);
  if ([...before, ...after].some((post) => maybePublic(post, now))) await bumpContentVersion(trx, posts);
  await updateCounters(trx, before, after);
}

/** A new post ready to be stored: the slow work is done before a lock is held, so that no other writer waits. */
type PreparedPost = {
  columns: ReturnType<typeof newPostColumns> & { author_id: string | null };
  text: PreparedText;
  /** The present time, in milliseconds since 1970. */
  now: number;
};

/** Prepares a new post, rendering included. @param author null for an anonymous post */
export async function preparePost(
  draft: NewPost,
  author: Viewer["account"] = null,
  now = Date.now(),
): Promise<PreparedPost> {
  const text = await prepareText(draft.content, author !== null, textDirection(completeText(draft)));
  return { columns: { ...newPostColumns(draft, text.excerpt, now), author_id: author?.id ?? null }, text, now };
}

const insertPost = compiledQuery((db, columns: Insertable<PostsTable>) =>
  db.insertInto("posts").values(columns).returningAll().returning(authorColumns),
);

/**
 * Saves a prepared new post with its tags, revision and counters.
 * @param storeMore stores what belongs to it; called when the locks of tags are held and those of counters are not
 * @returns the stored row, with its id
 */
export async function storePost(
  trx: DatabaseTransaction,
  { columns, now, text }: PreparedPost,
  storeMore?: (post: PostRow) => Promise<void>,
): Promise<PostRow> {
  const [post] = await insertPost(trx, await withCoverSize(trx, await withStoredTags(trx, columns)));
  if (!post) throw new Error("the new post is missing");
  await storeParts(trx, post, text);
  await storeMore?.(post);
  await recordChange(trx, [], [post], now);
  return post;
}

/** Saves a new post. @param author null for an anonymous post */
export async function createPost(
  db: Database,
  draft: NewPost,
  author: Viewer["account"] = null,
  now = Date.now(),
): Promise<PostRow> {
  const prepared = await preparePost(draft, author, now);
  return inTransaction(db, (trx) => storePost(trx, prepared));
}

type Options = {
  /** Throws where the post does not match the request's If-Match. */
  precondition?: (current: PostRow) => void;
  /** The present time, in milliseconds since 1970. */
  now?: number;
};

/**
 * Saves a change of a post: the fields in `patch`. A patch that changes nothing stores no revision and leaves the version as it is.
 * @param patch may depend on the post as it is in the transaction; what it throws changes nothing
 * @throws {Problem} 404; 401 or 403 for viewers who may only read it; 429 while too many large texts wait to be rendered;
 * and the errors of the precondition
 */
export async function updatePost(
  db: Database,
  id: unknown,
  patch: PostPatch | ((current: PostRow) => PostPatch),
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<PostRow> {
  const changesOf = typeof patch === "function" ? patch : () => patch;
  for (;;) {
    const before = await requireEditablePost(db, id, viewer, now);
    precondition?.(before);
    // Rendered outside the transaction, so that no other writer waits.
    const planned = changesOf(before);
    const source = renderingSource(before, planned);
    const text = await deriveText(before, planned, source);
    const post = await inTransaction(db, async (trx) => {
      const current = await requireEditablePost(trx, id, viewer, now);
      precondition?.(current);
      const changes = changesOf(current);
      const lacksExcerpt = !text.rendering && hasOwnExcerpt(current);
      if (lacksExcerpt || !isSameSource(renderingSource(current, changes), source)) return undefined;
      await deleteSavedAutosave(trx, changes, viewer);
      return storeChange(trx, current, changes, text, now);
    });
    // Otherwise another writer changed what this depends on meanwhile: retry with it.
    if (post) return post;
  }
}

type Source = Parameters<typeof prepareText>;

/** What the rendering of a post depends on, after a change. */
function renderingSource(post: PostRow, patch: PostPatch): Source {
  const text = mergeText(authoredText(post), patch);
  return [text.content, post.author_id !== null, textDirection(text)];
}

const isSameSource = (one: Source, other: Source) => one.every((value, index) => value === other[index]);

/** Whether the excerpt that would be generated is not stored: a change may need it. */
const hasOwnExcerpt = ({ excerpt_own }: PostRow) => excerpt_own === 1;

/** Derives from the text what a change of a post needs. A text that stays is not rendered again. */
async function deriveText(before: PostRow, patch: PostPatch, source: Source): Promise<DerivedText> {
  if (hasOwnExcerpt(before) || !isSameSource(source, renderingSource(before, {}))) return prepareText(...source);
  const { tags = parseTags(before), title = before.title } = patch;
  if (title === before.title && JSON.stringify(tags) === before.tags) return {};
  return { words: await prepareWords(source[0]) };
}

async function storeChange(
  trx: DatabaseTransaction,
  current: PostRow,
  patch: PostPatch,
  text: DerivedText,
  now: number,
): Promise<PostRow> {
  const { excerpt = current.excerpt } = text;
  const columns = await withStoredTags(trx, updatedPostColumns(current, patch, excerpt, now));
  if (isUnchanged(current, columns)) return current;
  const stored = await withCoverSize(trx, columns);
  const post = await trx
    .updateTable("posts")
    .set(stored)
    .where("id", "=", current.id)
    .where("version", "=", current.version)
    .returningAll()
    .returning(authorColumns)
    .executeTakeFirstOrThrow();
  await deleteTags(trx, post);
  await storeParts(trx, post, text, current);
  await recordChange(trx, [current], [post], now);
  return post;
}

/**
 * Moves a post to the trash, from which purge.ts deletes it for good. @returns the post as it was
 * @throws {Problem} 404; 401 or 403 for viewers who may only read it; and the errors of the precondition
 */
export async function trashPost(
  db: Database,
  id: unknown,
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<PostRow> {
  const trashed = await inTransaction(db, async (trx) => {
    const post = await requireEditablePost(trx, id, viewer, now);
    precondition?.(post);
    await trashPosts(trx, [post], now);
    return post;
  });
  log.info({ event: "post-trashed", post: String(id), by: viewer.id }, "a post was put into the trash");
  return trashed;
}

/** Moves posts that are locked to the trash. */
export async function trashPosts(trx: DatabaseTransaction, posts: PostRow[], now: number): Promise<void> {
  const trashed: PostRow[] = [];
  for (const { id } of posts) trashed.push(await setTrashed(trx, id, now));
  await recordChange(trx, posts, trashed, now);
}

/**
 * Restores a post from the trash; a post that is not there is returned unchanged.
 * @throws {Problem} 404; and the errors of the precondition
 */
export async function restorePost(
  db: Database,
  id: unknown,
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<PostRow> {
  return inTransaction(db, async (trx) => {
    const current = await requireRestorablePost(trx, id, viewer, now);
    if (current.trashed_at === null) return current;
    precondition?.(current);
    const post = await setTrashed(trx, current.id, null);
    await recordChange(trx, [current], [post], now);
    return post;
  });
}

async function setTrashed(trx: DatabaseTransaction, id: number, trashed_at: number | null): Promise<PostRow> {
  const post = await trx
    .updateTable("posts")
    .set({ trashed_at })
    .where("id", "=", id)
    .returningAll()
    .returning(authorColumns)
    .executeTakeFirstOrThrow();
  await replaceTags(trx, post);
  return post;
}
