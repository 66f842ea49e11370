import { engineOf } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { beginning, plainText } from "#lib/server/markdown";
import { wordsOf } from "#lib/server/search/words";
import type { Viewer } from "#lib/server/viewer";
import { EXCERPT_MAX, type NewPost, type PostPatch } from "#lib/shared/posts";
import { requirePost } from "./queries.ts";
import { slugOf } from "./slug.ts";
import type { PostRow } from "./view.ts";

/** What an author can say of a post. */
type Text = { title: string; content: string; excerpt: string | null; tags: string[] };

const folded = (text: string) => wordsOf(text).map((word) => word.folded);

/** The columns that follow from a text. */
function columnsOf({ title, content, excerpt, tags }: Text) {
  return {
    title,
    content,
    excerpt: excerpt || beginning(plainText(content), EXCERPT_MAX),
    excerpt_own: excerpt ? 1 : 0,
    slug: slugOf(title),
    tags: JSON.stringify(tags),
  };
}

/** Status and date of publication: a draft has none, a post that is published without one gets the present moment. */
function publicationOf(wanted: Pick<PostPatch, "status" | "publishedAt">, current: PostRow | undefined, now: number) {
  const status = wanted.status ?? current?.status ?? "published";
  if (status === "draft") return { status, published_at: null };
  const published_at = wanted.publishedAt ? Date.parse(wanted.publishedAt) : (current?.published_at ?? now);
  return { status, published_at };
}

async function index(trx: DatabaseTransaction, post: PostRow): Promise<void> {
  await engineOf(trx).search.put(trx, post.id, {
    title: folded(post.title),
    content: folded(plainText(post.content)),
    tags: (JSON.parse(post.tags) as string[]).flatMap(folded),
  });
}

/** Stores a new post. */
export async function createPost(db: Database, draft: NewPost, now = Date.now()): Promise<PostRow> {
  const { title, content, excerpt = null, tags = [] } = draft;
  return db.transaction().execute(async (trx) => {
    const post = await trx
      .insertInto("posts")
      .values({
        ...columnsOf({ title, content, excerpt, tags }),
        ...publicationOf(draft, undefined, now),
        created_at: now,
        updated_at: now,
        version: 1,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await index(trx, post);
    return post;
  });
}

/**
 * Changes what `patch` names. An excerpt sent back as it was read stays what it is: the author's, or made from the content.
 * @throws {Problem} 404
 */
export async function changePost(
  db: Database,
  id: unknown,
  patch: PostPatch,
  viewer: Viewer,
  now = Date.now(),
): Promise<PostRow> {
  return db.transaction().execute(async (trx) => {
    const current = await requirePost(trx, id, viewer, now);
    const ownExcerpt = current.excerpt_own ? current.excerpt : null;
    const isExcerptKept = patch.excerpt === undefined || patch.excerpt === current.excerpt;
    const text: Text = {
      title: patch.title ?? current.title,
      content: patch.content ?? current.content,
      excerpt: isExcerptKept ? ownExcerpt : (patch.excerpt ?? null),
      tags: patch.tags === undefined ? (JSON.parse(current.tags) as string[]) : (patch.tags ?? []),
    };
    const post = await trx
      .updateTable("posts")
      .set({
        ...columnsOf(text),
        ...publicationOf(patch, current, now),
        updated_at: now,
        version: current.version + 1,
      })
      .where("id", "=", current.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await index(trx, post);
    return post;
  });
}

/**
 * Puts a post into the trash.
 * @throws {Problem} 404
 */
export async function removePost(db: Database, id: unknown, viewer: Viewer, now = Date.now()): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const post = await requirePost(trx, id, viewer, now);
    await trx.updateTable("posts").set({ trashed_at: now }).where("id", "=", post.id).execute();
  });
}
