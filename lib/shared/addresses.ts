import type { PostListQuery } from "./post-query.ts";
import { SUMMARY_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The path of a post's page, the one that its `url` has. */
export function postAddress({ id, slug }: Pick<Post, "id" | "slug">): string {
  return `/blog/${id}/${encodeURIComponent(slug)}`;
}

/** Where the API has a post. */
export function postPath(id: string): string {
  return `/api/posts/${encodeURIComponent(id)}`;
}

/** Where the API has a list. Lists end in a query, even an empty one; single posts never do. */
export function postsPath(query: PostListQuery = {}): string {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return `/api/posts?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}

/** The same for a list that a page shows, without the posts' texts. */
export function summariesPath(query: PostListQuery = {}): string {
  return postsPath({ ...query, fields: [...SUMMARY_FIELDS] });
}

/** Where the API has a page of messages to the owner. @param after the cursor of the page before */
export function messagesPath(after?: string): string {
  return `/api/messages${after === undefined ? "" : `?${new URLSearchParams({ after })}`}`;
}
