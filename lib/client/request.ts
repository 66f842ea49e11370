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
export const reach = (address: string, init: RequestInit): Promise<Response> => fetch(address, init).catch(unreachable);

export type ClientOptions = {
  /** Where Octavo is, as `https://example.org`; the page's own site when left out. */
  origin?: string;
  /** Sent as `Authorization: Bearer …`. */
  apiKey?: string;
};

export type Send = { method?: string; body?: unknown; headers?: Record<string, string> };

function nextCursor(response: Response): string | undefined {
  const next = /<([^>]*)>; rel="next"/.exec(response.headers.get("Link") ?? "")?.[1];
  return next === undefined
    ? undefined
    : (new URLSearchParams(next.slice(next.indexOf("?"))).get("after") ?? undefined);
}

/** What every call of the API has in common: where it goes, how it fails, what stands around an answer. */
export function createRequests({ origin = "", apiKey }: ClientOptions = {}) {
  async function send(path: string, { method = "GET", body, headers = {} }: Send = {}): Promise<Response> {
    const all = {
      ...headers,
      ...(apiKey !== undefined && { Authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
    };
    const init = { method, headers: all, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await reach(origin + path, init);
    if (response.ok) return response;
    throw new ApiError(response.status, await response.json().catch(() => ({})));
  }

  async function get<T>(path: string): Promise<T> {
    return (await send(path)).json();
  }

  async function getPage<Item>(path: string): Promise<Page<Item>> {
    const response = await send(path);
    const total = response.headers.get("X-Total-Count");
    return {
      items: await response.json(),
      next: nextCursor(response),
      total: total === null ? undefined : Number(total),
    };
  }

  return { send, get, getPage };
}

/** The requests of the pages themselves. Reading needs no more than these; what writes is in api.ts. */
export const { get, getPage } = createRequests();
