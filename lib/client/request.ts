import type { Page } from "#lib/shared/post-query";
import { ApiError } from "./api-error.ts";

export { ApiError };

export function unreachable(): never {
  throw new ApiError(0, { title: "The server cannot be reached" });
}

/** The only call of `fetch`. @throws {ApiError} with status 0 if there was no response */
export const fetchOrThrow = (url: string, init?: RequestInit): Promise<Response> => fetch(url, init).catch(unreachable);

/** @throws {ApiError} unless the status is 2xx */
export async function send(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetchOrThrow(url, init);
  if (response.ok) return response;
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  throw new ApiError(
    response.status,
    await response.json().catch(() => ({})),
    Number.isNaN(seconds) ? undefined : seconds,
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
