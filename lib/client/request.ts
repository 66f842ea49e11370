import type { Page } from "#lib/shared/post-query";
import type { FieldErrors, ProblemBody } from "#lib/shared/problems";

/** A request that the server refused, or that never reached it (status 0). */
export class ApiError extends Error {
  readonly status: number;
  /** The whole explanation (RFC 9457), where the server gave one. */
  readonly problem: Partial<ProblemBody>;

  constructor(status: number, problem: Partial<ProblemBody>) {
    super(problem.title ?? `The server answered ${status}`);
    this.status = status;
    this.problem = problem;
  }

  /** Every wrong field and why; empty where the failure is not about fields. */
  get fields(): FieldErrors {
    return this.problem.fields ?? {};
  }
}

export function unreachable(): never {
  throw new ApiError(0, { title: "The server cannot be reached" });
}

/** The one call of `fetch`. @throws {ApiError} with status 0 where no answer came */
export const reach = (address: string, init?: RequestInit): Promise<Response> =>
  fetch(address, init).catch(unreachable);

/** @throws {ApiError} for every answer that is none of success */
export async function send(address: string, init?: RequestInit): Promise<Response> {
  const response = await reach(address, init);
  if (response.ok) return response;
  throw new ApiError(response.status, await response.json().catch(() => ({})));
}

/** A list's page with what stands around it: the cursor of the page behind it, and how many items there are in all. */
export async function pageIn<Item>(response: Response): Promise<Page<Item>> {
  const { headers } = response;
  const next = /[?&]after=([^&>]*)[^>]*>; rel="next"/.exec(headers.get("Link") ?? "")?.[1];
  const total = headers.get("X-Total-Count");
  return {
    items: await response.json(),
    next: next && decodeURIComponent(next),
    total: total === null ? undefined : Number(total),
    ...(headers.get("X-Total-Count-Relation") === "gte" && { isCapped: true }),
  };
}

/** The requests of the pages that are read, which need no more than these; what writes is in api.ts. */
export const get = async <T>(path: string): Promise<T> => (await send(path)).json();
export const getPage = async <Item>(path: string): Promise<Page<Item>> => pageIn(await send(path));
