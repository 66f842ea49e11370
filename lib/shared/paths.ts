import type { PostListQuery } from "./post-query.ts";
import { SUMMARY_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The path of a post's page, as in its `url`. */
export function postPagePath({ id, slug }: Pick<Post, "id" | "slug">): string {
  return `/blog/${id}/${encodeURIComponent(slug)}`;
}

/** The API path of a list. It ends in `?` even without a query, so that no path of a single post begins with it. */
export function postsPath(query: PostListQuery = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return `/api/posts?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** The same for a list on a page, without the posts' contents. */
export function summariesPath(query: PostListQuery = {}): string {
  return postsPath({ ...query, fields: [...SUMMARY_FIELDS] });
}

/** The path of a page of a list. @param after the cursor of the previous page; undefined for the first page */
export const pathAfter = (path: string, after?: string) =>
  after === undefined ? path : `${path}?${new URLSearchParams({ after })}`;

/** The owner's pages of messages and of redirects. */
export const MESSAGES_PAGE_PATH = "/account/messages";
export const REDIRECTS_PAGE_PATH = "/account/redirects";

/** The owner's pages of all tags, and of one. */
export const TAGS_PAGE_PATH = "/account/tags";
export const tagPagePath = (slug: string) => `${TAGS_PAGE_PATH}/${encodeURIComponent(slug)}`;
