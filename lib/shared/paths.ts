import type { PostListQuery } from "./post-query.ts";
import { SUMMARY_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The path of a post's page, as in its `url`. */
export function postPagePath({ id, slug }: Pick<Post, "id" | "slug">): string {
  return `/blog/${id}/${encodeURIComponent(slug)}`;
}

/** The path of an author's page. */
export const authorPagePath = ({ slug }: { slug: string }) => `/authors/${encodeURIComponent(slug)}`;

/** The API path of a list. It ends in `?` even without a query, so that no path of a single post begins with it. */
export function postsPath(query: PostListQuery = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return `/api/posts?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** The same for a list on a page: without the posts' contents, unless the query names fields. */
export function summariesPath(query: PostListQuery = {}): string {
  return postsPath({ fields: [...SUMMARY_FIELDS], ...query });
}
