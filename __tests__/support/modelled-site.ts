import { ApiError } from "#lib/client/api-error";
import type { Autosave, AutosaveInput } from "#lib/shared/autosaves";
import { completeText, mergeText } from "#lib/shared/post-fields";
import type { NewPost, Post, Revision } from "#lib/shared/posts";
import { somePost } from "./posts.ts";

type Stored = { post: Post; revisions: Revision[]; isDeleted: boolean };

const problem = (status: number, type = "", current?: object): ApiError =>
  new ApiError(status, { type: `/docs/errors#${type}`, ...(current && { current: { ...current } }) });

/** What a site of one account stores, and how the API that the editor uses changes it: see pages/api/{posts,autosaves}. */
export class ModelledSite {
  readonly keepsRevisions: boolean;
  readonly posts = new Map<string, Stored>();
  readonly autosaves = new Map<string, Autosave>();
  readonly #keys = new Map<string, { body: string; post: Post }>();
  isFull = false;

  /** @param keepsRevisions whether a text that is replaced stays readable */
  constructor(keepsRevisions = true) {
    this.keepsRevisions = keepsRevisions;
  }

  create(body: NewPost, key: string): Post {
    const known = this.#keys.get(key);
    if (known && known.body !== JSON.stringify(body)) throw problem(422, "key-reused");
    if (known) return known.post;
    this.#requireRoom();
    const { autosave, ...text } = body;
    const post = this.#store(
      somePost({ ...completeText(text), cover: null, id: String(this.posts.size + 1), version: 1 }),
      body,
    );
    this.#keys.set(key, { body: JSON.stringify(body), post });
    return post;
  }

  change(id: string, body: NewPost, version?: number): Post {
    const stored = this.posts.get(id);
    if (!stored || stored.isDeleted) throw problem(404, "not-found");
    if (version !== undefined && version !== stored.post.version) throw problem(412, "", stored.post);
    this.#requireRoom();
    const text = mergeText(completeText(stored.post), body);
    return this.#store({ ...stored.post, ...text, cover: null, version: stored.post.version + 1 }, body);
  }

  putAutosave(id: string, input: AutosaveInput, version: number, now: number): Autosave {
    const before = this.autosaves.get(id);
    if ((before?.version ?? 0) !== version) throw problem(412, "", before);
    this.#requireRoom();
    const times = {
      createdAt: before?.createdAt ?? new Date(now).toISOString(),
      updatedAt: new Date(now).toISOString(),
    };
    const { baseVersion = null, post = null, ...fields } = input;
    const autosave = { id, ...fields, post, baseVersion, version: version + 1, ...times };
    this.autosaves.set(id, autosave);
    return autosave;
  }

  getAutosave(id: string): Autosave {
    const autosave = this.autosaves.get(id);
    if (!autosave) throw problem(404, "not-found");
    return autosave;
  }

  getRevision(id: string, version: number): Revision {
    const revision = this.posts.get(id)?.revisions.find((other) => other.version === version);
    if (!revision) throw problem(404, "not-found");
    return revision;
  }

  /** Everything that is stored, as text. */
  dump(): string {
    const first = this.keepsRevisions ? 0 : -1;
    const revisions = [...this.posts.values()].map((stored) => stored.revisions.slice(first));
    return JSON.stringify([revisions, [...this.autosaves.values()]]);
  }

  #requireRoom(): void {
    if (this.isFull) throw problem(503, "storage-full");
  }

  #store(post: Post, { autosave, status = "published" }: NewPost): Post {
    const stored = { ...post, status };
    const { revisions = [] } = this.posts.get(post.id) ?? {};
    const revision = { ...stored, savedAt: post.updatedAt };
    this.posts.set(post.id, { post: stored, revisions: [...revisions, revision], isDeleted: false });
    if (autosave !== undefined) this.autosaves.delete(autosave);
    return stored;
  }
}
