import type { PostListQuery } from "./post-query.ts";
import { SUMMARY_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The path of a post's page, the one that its `url` has. */
export function postPagePath({ id, slug }: Pick<Post, "id" | "slug">): string {
  return `/blog/${id}/${encodeURIComponent(slug)}`;
}

/** Where the API has a list. A query stands behind it, even an empty one: no single post is below `/api/posts?`. */
export function postsPath(query: PostListQuery = {}): string {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return `/api/posts?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}

/** The same for a list that a page shows, without the posts' texts. */
export function summariesPath(query: PostListQuery = {}): string {
  return postsPath({ ...query, fields: [...SUMMARY_FIELDS] });
}
