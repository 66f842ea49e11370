import type { PostListQuery } from "./post-query.ts";

/** The most pages that are shown below each other; further pages have a URL of their own. */
export const PAGES_MAX = 10;
/** The longest search, in UTF-16 units. */
export const SEARCH_MAX = 200;

/** The query of a list page: the first `pages` pages after the cursor `after`. */
export type ListParams = Pick<PostListQuery, "q" | "tag" | "after"> & { pages?: number };

export type UrlQuery = Record<string, string | string[] | undefined>;

/** The value of a parameter that is given once; undefined where it is empty or repeated. @param max longer values are cut */
export function singleValue(value: UrlQuery[string], max?: number): string | undefined {
  const text = typeof value === "string" ? value.trim().slice(0, max) : "";
  return text === "" ? undefined : text;
}

/** Parses the query of a list page; ignores invalid values. */
export function parseListParams({ q, tag, after, pages }: UrlQuery): ListParams {
  const count = Number(singleValue(pages));
  const isMany = Number.isInteger(count) && count > 1;
  return {
    q: singleValue(q, SEARCH_MAX),
    tag: singleValue(tag),
    after: singleValue(after),
    pages: isMany ? Math.min(count, PAGES_MAX) : undefined,
  };
}

/** The path of a list page. */
export function listPagePath(params: ListParams): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `/blog?${query}` : "/blog";
}
