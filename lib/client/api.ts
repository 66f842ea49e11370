import type { NewPostInput, Post, PostPatchInput } from "#lib/shared/posts";
import type { FieldErrors, ProblemBody } from "#lib/shared/problems";

/** A request that the server refused, or that never reached it (status 0). */
export class ApiError extends Error {
  readonly status: number;
  /** Every wrong field and why; empty where the failure is not about fields. */
  readonly fields: FieldErrors;

  constructor(status: number, message: string, fields: FieldErrors = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** What a list can be asked for. */
export type PostListQuery = { q?: string; limit?: number };

/** The address of a list. Lists end in a query, even an empty one; single posts never do. */
export function postsPath(query: PostListQuery = {}): string {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return `/api/posts?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}

export function postPath(id: string): string {
  return `/api/posts/${encodeURIComponent(id)}`;
}

async function failure(response: Response): Promise<ApiError> {
  const problem: Partial<ProblemBody> = await response.json().catch(() => ({}));
  return new ApiError(response.status, problem.title ?? `The server answered ${response.status}`, problem.fields);
}

/**
 * Sends one request to our API.
 * @returns the reply's JSON; undefined for 204
 * @throws {ApiError}
 */
async function send<T>(path: string, method = "GET", body?: unknown): Promise<T> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: JSON_BODY };
  const response = await fetch(path, init).catch(() => {
    throw new ApiError(0, "The server cannot be reached");
  });
  if (!response.ok) throw await failure(response);
  return response.status === 204 ? (undefined as T) : response.json();
}

const JSON_BODY = { "Content-Type": "application/json" };

/** SWR's fetcher: keys are addresses of our API. */
export const get = <T>(path: string) => send<T>(path);

export const createPost = (draft: NewPostInput) => send<Post>("/api/posts", "POST", draft);

export const changePost = (id: string, patch: PostPatchInput) => send<Post>(postPath(id), "PATCH", patch);

export const removePost = (id: string) => send<void>(postPath(id), "DELETE");
