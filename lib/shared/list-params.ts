import type { PostListQuery } from "./post-query.ts";

/** How many pages of a list stand below each other at most; what comes then has an address of its own. */
export const PAGES_MAX = 10;
const SEARCH_MAX = 200;

/** What the address of a list of posts asks for: the first `pages` pages of those that come behind the cursor `after`. */
export type ListParams = Pick<PostListQuery, "q" | "tag" | "after"> & { pages?: number };

type AddressQuery = Record<string, string | string[] | undefined>;

/** What stands in the address once; the search form cannot send more than 200 characters. */
function textOf(value: AddressQuery[string], max?: number): string | undefined {
  const text = typeof value === "string" ? value.trim().slice(0, max) : "";
  return text === "" ? undefined : text;
}

/** What the query of an address asks for, as far as it can be understood. */
export function parseListParams({ q, tag, after, pages }: AddressQuery): ListParams {
  const wanted = Number(textOf(pages));
  const isMany = Number.isInteger(wanted) && wanted > 1;
  return {
    q: textOf(q, SEARCH_MAX),
    tag: textOf(tag),
    after: textOf(after),
    pages: isMany ? Math.min(wanted, PAGES_MAX) : undefined,
  };
}

/** The address of the page that shows a list. */
export function listPagePath(asked: ListParams): string {
  const said = Object.entries(asked).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return said.length > 0 ? `/blog?${query}` : "/blog";
}
