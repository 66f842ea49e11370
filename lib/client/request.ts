import type { Page } from "#lib/shared/post-query";
import { ApiError } from "./api-error.ts";

export { ApiError };

export function unreachable(): never {
  throw new ApiError(0, { title: "The server cannot be reached" });
}

/** The only call of `fetch`. @throws {ApiError} with status 0 if there was no response */
export const fetchOrThrow = (url: string, init?: RequestInit): Promise<Response> => fetch(url, init).catch(unreachable);

/** The longest wait that a server may ask for, in seconds: a timer of a browser fires at once after more than 24 days. */
const RETRY_AFTER_MAX = 86_400;

/** The seconds in a Retry-After header (RFC 9110, section 10.2.3); undefined for a date or no header. */
export const retryAfterSeconds = (value: string | null): number | undefined =>
  value !== null && /^\d+$/.test(value) ? Math.min(Number(value), RETRY_AFTER_MAX) : undefined;

/** @throws {ApiError} unless the status is 2xx */
export async function send(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetchOrThrow(url, init);
  if (response.ok) return response;
  throw new ApiError(
    response.status,
    await response.json().catch(() => ({})),
    retryAfterSeconds(response.headers.get("Retry-After")),
  );
}

/** Parses a page of a list, with the cursor of the next one and the total from the headers. */
export async function parsePage<Item>(response: Response): Promise<Page<Item>> {
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

/** The requests of pages for readers, apart from api.ts to keep their bundles small. */
export const get = async <T>(path: string): Promise<T> => (await send(path)).json();
export const getPage = async <Item>(path: string): Promise<Page<Item>> => parsePage(await send(path));
