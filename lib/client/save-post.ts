import { TEXT_FIELD_NAMES } from "#lib/shared/post-fields";
import type { EditorPost } from "#lib/shared/post-form";
import type { NewPost } from "#lib/shared/posts";
import { ApiError } from "./api-error.ts";
import { type ActionError, toActionError } from "./use-action.ts";

/** The text to save, and where it comes from. */
export type SaveRequest = {
  /** The id of the draft: the Idempotency-Key of a create, and the autosave that a save deletes. */
  draft: string;
  /** The version that the text is based on; null for a new post. */
  base: Pick<EditorPost, "id" | "version"> | null;
  /** The valid text. */
  body: NewPost;
  /** The body of an earlier create whose response has not arrived. */
  sent: NewPost | null;
};

/** The requests of a save; each rejects with an ApiError. */
export type SaveApi = {
  create: (body: NewPost, key: string) => Promise<EditorPost>;
  change: (id: string, body: NewPost, version: number) => Promise<EditorPost>;
  /** Called before a create is sent, and with null when its outcome is known. */
  onSent: (body: NewPost | null) => Promise<void> | void;
};

export type SaveOutcome =
  | { kind: "saved"; post: EditorPost }
  /** Another save has come first. */
  | { kind: "conflict"; theirs: EditorPost }
  /** The post has been deleted. */
  | { kind: "deleted" }
  | { kind: "signed-out" }
  | { kind: "other-account" }
  /** Another device has created a post of the draft. */
  | { kind: "key-reused" }
  /** The server was not reached, or cannot save just now: it may have saved the text all the same. */
  | { kind: "unreachable"; error: ActionError; retryAfter: number | undefined }
  /** The text has to change first. */
  | { kind: "refused"; error: ActionError };

/** Whether it is open if the request took effect, or certain that a later one can. */
const isTemporary = ({ status, problem }: ApiError) =>
  status === 0 || status === 429 || status >= 500 || problem.type?.endsWith("#request-in-progress");

/** Whether a post has the text that was sent: the response to an earlier request was lost. */
function isOwn(current: EditorPost, body: NewPost): boolean {
  if (body.status !== undefined && body.status !== current.status) return false;
  return TEXT_FIELD_NAMES.every((name) => {
    const value = body[name];
    // The server generates some fields where they are empty.
    if (value === undefined || value === null || value === "") return true;
    return JSON.stringify(current[name]) === JSON.stringify(value);
  });
}

function toOutcome(error: unknown, { body }: SaveRequest): SaveOutcome {
  if (!(error instanceof ApiError)) throw error;
  const current = error.problem.current as EditorPost | undefined;
  if (error.status === 412 && current) {
    return isOwn(current, body) ? { kind: "saved", post: current } : { kind: "conflict", theirs: current };
  }
  if (isTemporary(error)) return { kind: "unreachable", error: toActionError(error), retryAfter: error.retryAfter };
  if (error.status === 401) return { kind: "signed-out" };
  if (error.status === 404) return { kind: "deleted" };
  if (error.problem.type?.endsWith("#account-changed")) return { kind: "other-account" };
  if (error.problem.type?.endsWith("#key-reused")) return { kind: "key-reused" };
  return { kind: "refused", error: toActionError(error) };
}

/**
 * Creates the post at most once: a create whose response was lost is repeated with the same body, which returns the post it
 * created; what was typed since is saved as a change of it.
 */
async function create({ draft, body, sent }: SaveRequest, api: SaveApi): Promise<EditorPost> {
  const first = sent ?? body;
  await api.onSent(first);
  let post: EditorPost;
  try {
    post = await api.create(first, draft);
  } catch (error) {
    if (error instanceof ApiError && !isTemporary(error) && error.status !== 401) await api.onSent(null);
    throw error;
  }
  return JSON.stringify(first) === JSON.stringify(body) ? post : api.change(post.id, body, post.version);
}

/** Saves a text, and says what came of it. */
export async function savePost(request: SaveRequest, api: SaveApi): Promise<SaveOutcome> {
  const { base, body } = request;
  try {
    const post = base ? await api.change(base.id, body, base.version) : await create(request, api);
    if (!base) await api.onSent(null);
    return { kind: "saved", post };
  } catch (error) {
    return toOutcome(error, request);
  }
}
