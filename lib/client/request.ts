import type { Page } from "#lib/shared/post-query";
import { ApiError } from "./api-error.ts";

export { ApiError };

export function unreachable(): never {
  throw new ApiError(0, { title: "The server cannot be reached" });
}

/** The one call of `fetch`. @throws {ApiError} with status 0 where no answer came */
export const fetchOrThrow = (address: string, init?: RequestInit): Promise<Response> =>
  fetch(address, init).catch(unreachable);

/** @throws {ApiError} for every answer that is none of success */
export async function send(address: string, init?: RequestInit): Promise<Response> {
  const response = await fetchOrThrow(address, init);
  if (response.ok) return response;
  throw new ApiError(response.status, await response.json().catch(() => ({})));
}

/** A list's page with what stands around it: the cursor of the page behind it, and how many items there are in all. */
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

/** The requests of the pages that are read, which need no more than these; what writes is in api.ts. */
export const get = async <T>(path: string): Promise<T> => (await send(path)).json();
export const getPage = async <Item>(path: string): Promise<Page<Item>> => parsePage(await send(path));
