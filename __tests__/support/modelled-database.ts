import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { countPosts } from "#lib/server/posts/list/counts";
import { listPosts } from "#lib/server/posts/list/list";
import type { PostRow } from "#lib/server/posts/row";
import { createPost, restorePost, trashPost, updatePost } from "#lib/server/posts/write";
import { Problem } from "#lib/server/problem";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import { NewPost, type PostPatch } from "#lib/shared/posts";
import type { PlannedQuery, Write } from "./arbitraries.ts";
import { Model, type ModelPost, newest, type Save } from "./post-model.ts";
import { ANYONE } from "./viewers.ts";

/** The viewer of all operations, who may write. */
export const WRITER = ANYONE;

/** The result of a write: the post, or the status of the error response. */
async function outcomeOf(work: Promise<PostRow | undefined>): Promise<PostRow | number | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
}

/** A database and a model to which the same operations are applied. */
export class ModelledDatabase {
  readonly model = new Model();
  readonly db: Database;
  private constructor(db: Database) {
    this.db = db;
  }

  /** Starts without posts: deletes those of earlier examples. */
  static async begin(db: Database): Promise<ModelledDatabase> {
    await inTransaction(db, async (trx) => {
      await trx.deleteFrom("posts").execute();
      await sql`delete from posts_search`.execute(trx);
      await trx.deleteFrom("post_counts").execute();
      await bumpContentVersion(trx);
    });
    return new ModelledDatabase(db);
  }

  /** Applies an operation to both and expects the same result. */
  async do(write: Write): Promise<void> {
    if (write.do === "pass") {
      this.model.now += write.ms;
      return;
    }
    if (write.do === "create") return this.#create(write.text, write.author ?? null);
    const post = this.model.posts[write.which % this.model.posts.length];
    if (!post) return;
    if (write.do === "remove") await this.#remove(post);
    else if (write.do === "restore") await this.#restore(post);
    else await this.#change(post, write);
  }

  /** A planned text as the input of the API. */
  #wanted({ publishedIn, ...text }: { publishedIn?: number | undefined }): Partial<NewPost> {
    const publishedAt = publishedIn === undefined ? undefined : new Date(this.model.now + publishedIn).toISOString();
    return { ...text, ...(publishedAt && { publishedAt }) };
  }

  /** The save that a change of `before` results in. */
  #save(wanted: Partial<PostPatch>, before?: Save): Save {
    const { now } = this.model;
    const content = wanted.content ?? before?.content ?? "";
    const generated = generateExcerpt(content);
    const shownBefore = before && (before.excerpt ?? generateExcerpt(before.content));
    const isUnchanged = wanted.excerpt === undefined || wanted.excerpt === shownBefore;
    const excerpt = isUnchanged ? before?.excerpt : wanted.excerpt || undefined;
    const status = wanted.status ?? before?.status ?? "published";
    const date = wanted.publishedAt ? Date.parse(wanted.publishedAt) : (before?.publishedAt ?? now);
    return {
      title: wanted.title ?? before?.title ?? "",
      content,
      excerpt: excerpt === generated ? undefined : excerpt,
      tags: wanted.tags ?? before?.tags ?? [],
      status,
      publishedAt: status === "draft" ? null : date,
      savedAt: now,
    };
  }

  async #create(text: object, author: string | null): Promise<void> {
    const { now, posts } = this.model;
    const wanted = NewPost.parse(this.#wanted(text));
    const { id } = await createPost(this.db, wanted, author === null ? null : { id: author, name: author }, now);
    expect(id).toBeGreaterThan(Math.max(0, ...posts.map((post) => post.id)));
    const save = this.#save({ ...wanted, excerpt: wanted.excerpt ?? undefined });
    posts.push({ id, author, createdAt: now, trashedAt: null, saves: [save] });
  }

  async #change(post: ModelPost, write: { do: "change" | "replace"; text: object }): Promise<void> {
    const wanted = this.#wanted(write.text);
    // PUT empties the fields that it leaves out.
    const patch = write.do === "replace" ? { excerpt: null, tags: [], ...wanted } : wanted;
    const { now } = this.model;
    const outcome = await outcomeOf(updatePost(this.db, String(post.id), patch, WRITER, { now }));
    if (post.trashedAt !== null) return expect(outcome).toBe(404);
    const before = newest(post);
    const save = this.#save(patch, before);
    // A write that changes nothing does not save.
    if (!isDeepStrictEqual({ ...save, savedAt: before.savedAt }, before)) post.saves.push(save);
    expect(outcome).toMatchObject({ id: post.id, version: post.saves.length });
  }

  async #remove(post: ModelPost): Promise<void> {
    const { now } = this.model;
    const outcome = await outcomeOf(trashPost(this.db, String(post.id), WRITER, { now }).then(() => undefined));
    expect(outcome).toBe(post.trashedAt === null ? undefined : 404);
    post.trashedAt ??= now;
  }

  async #restore(post: ModelPost): Promise<void> {
    const outcome = await outcomeOf(restorePost(this.db, String(post.id), WRITER, { now: this.model.now }));
    if (this.model.isGone(post)) return expect(outcome).toBe(404);
    expect(outcome).toMatchObject({ id: post.id, version: post.saves.length });
    post.trashedAt = null;
  }

  /** One page of a list: its ids and the next cursor. */
  async page(query: PlannedQuery, limit: number, after?: string): Promise<{ ids: number[]; next: string | undefined }> {
    const { now } = this.model;
    const { next, posts } = await listPosts(this.db, { ...query, limit, after }, WRITER, now);
    return { ids: posts.map(({ id }) => id), next };
  }

  /** The ids of a whole list, read page by page. Expects each page but the last to be full. */
  async walk(query: PlannedQuery, limit: number): Promise<number[]> {
    const all: number[] = [];
    let after: string | undefined;
    do {
      const { ids, next } = await this.page(query, limit, after);
      if (next !== undefined) expect(ids).toHaveLength(limit);
      else expect(ids.length === 0 && after !== undefined).toBe(false);
      all.push(...ids);
      expect(all.length).toBeLessThanOrEqual(this.model.posts.length);
      after = next;
    } while (after !== undefined);
    return all;
  }

  count(query: PlannedQuery): Promise<number> {
    return countPosts(this.db, query, WRITER, this.model.now);
  }
}
