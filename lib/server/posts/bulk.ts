import type { Database } from "#lib/server/db/tables";
import { asProblem } from "#lib/server/http/as-problem";
import { parse } from "#lib/server/http/parse";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { findTag } from "#lib/server/tags/find";
import type { Viewer } from "#lib/server/viewer";
import type { BulkChange, BulkResult, ChangedPost } from "#lib/shared/bulk";
import { PostPatch, PostReplacement, postErrorTitle } from "#lib/shared/posts";
import { tagKey } from "#lib/shared/tag-names";
import { requirePost, requireTrashedPost } from "./read.ts";
import { authoredText, type PostRow, parseTags, toPost } from "./row.ts";
import { restorePost, trashPost, updatePost } from "./write.ts";

type Selected = BulkChange["posts"][number];
type Outcome = { post: PostRow; isChanged: boolean };
/** Changes a post that is selected, in a transaction of its own. @throws {Problem} where it stays as it is */
type Action = (db: Database, selected: Selected, viewer: Viewer, now: number) => Promise<Outcome>;

/** @throws {Problem} 412 for another version than the sender has seen */
function requireVersion(current: PostRow, { version }: Selected): void {
  if (version !== undefined && version !== current.version) throw new Problem("precondition-failed");
}

/**
 * Saves a patch. A post that is as the patch leads to already stays so, whatever its version.
 * @param patchOf undefined where nothing is to be changed
 */
const patching =
  (patchOf: (current: PostRow) => PostPatch | undefined): Action =>
  async (db, selected, viewer, now) => {
    let before = 0;
    const patch = (current: PostRow): PostPatch => {
      before = current.version;
      const changes = patchOf(current);
      if (changes) requireVersion(current, selected);
      return changes ?? {};
    };
    const post = await updatePost(db, selected.id, patch, viewer, { now });
    return { post, isChanged: post.version !== before };
  };

/** Publishes the stored text, after checking it as a save in the editor would. Autosaves stay unpublished. */
const publish = patching((current) => {
  if (current.status === "published") return undefined;
  parse(PostReplacement, authoredText(current), { title: postErrorTitle });
  return { status: "published" };
});

const addTag = (tag: string) =>
  patching((current) => {
    const tags = parseTags(current);
    if (tags.some((other) => tagKey(other) === tagKey(tag))) return undefined;
    return parse(PostPatch, { tags: [...tags, tag] });
  });

const removeTag = (key: string) =>
  patching((current) => {
    const tags = parseTags(current);
    const others = tags.filter((tag) => tagKey(tag) !== key);
    return others.length < tags.length ? { tags: others } : undefined;
  });

const remove: Action = async (db, selected, viewer, now) => {
  try {
    const precondition = (current: PostRow) => requireVersion(current, selected);
    return { post: await trashPost(db, selected.id, viewer, { precondition, now }), isChanged: true };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    const post = await requireTrashedPost(db, selected.id, viewer, now).catch(() => Promise.reject(error));
    return { post, isChanged: false };
  }
};

const restore: Action = async (db, selected, viewer, now) => {
  let isChanged = false;
  const precondition = (current: PostRow) => {
    requireVersion(current, selected);
    isChanged = true;
  };
  const post = await restorePost(db, selected.id, viewer, { precondition, now });
  return { post, isChanged };
};

async function actionOf(db: Database, { action, tag = "" }: BulkChange): Promise<Action> {
  if (action === "publish") return publish;
  if (action === "delete") return remove;
  if (action === "restore") return restore;
  if (action === "add-tag") return addTag(tag);
  // By a former name or a slug too, as filters find it.
  return removeTag((await findTag(db, tag))?.key ?? tagKey(tag));
}

function toChanged(row: PostRow): ChangedPost {
  const { id, slug, status, title, version } = toPost(row, "");
  return { id, title, slug, status, version };
}

/** The title of a post, in the trash or not; null for one that the viewer may not read. */
async function titleOf(db: Database, id: string, viewer: Viewer, now: number): Promise<string | null> {
  for (const find of [requirePost, requireTrashedPost]) {
    try {
      return toChanged(await find(db, id, viewer, now)).title;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  return null;
}

/**
 * Changes several posts one after the other, each in a transaction of its own, authorized by itself. A post that cannot be
 * changed is reported and does not stop the others, unless the server itself fails: those that follow are not tried then.
 */
export async function changePosts(
  db: Database,
  change: BulkChange,
  viewer: Viewer,
  now = Date.now(),
): Promise<BulkResult> {
  const act = await actionOf(db, change);
  const result: BulkResult = { changed: [], unchanged: [], failed: [] };
  let failure: Problem | undefined;
  for (const selected of change.posts) {
    const { id } = selected;
    try {
      if (failure) throw failure;
      const { isChanged, post } = await act(db, selected, viewer, now);
      result[isChanged ? "changed" : "unchanged"].push(toChanged(post));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.type === "internal" && !failure)
        log.error({ event: "bulk-failed", post: id, err: error }, "bulk change failed");
      if (problem.status >= 500) failure = problem;
      result.failed.push({ id, title: failure ? null : await titleOf(db, id, viewer, now), problem: problem.body() });
    }
  }
  const { changed, failed } = result;
  const counts = { changed: changed.length, failed: failed.length };
  log.info({ event: "posts-changed", action: change.action, ...counts, by: viewer.id }, "several posts were changed");
  return result;
}
