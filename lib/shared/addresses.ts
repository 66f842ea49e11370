import type { PostListQuery } from "./post-query.ts";
import { READING_FIELDS, SUMMARY_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The path of a post's page, the one that its `url` has. */
export function postAddress({ id, slug }: Pick<Post, "id" | "slug">): string {
  return `/blog/${id}/${encodeURIComponent(slug)}`;
}

/** Where the API has a post, or those of its fields that are wanted. */
export function postPath(id: string, fields?: readonly (keyof Post)[]): string {
  const path = `/api/posts/${encodeURIComponent(id)}`;
  return fields ? `${path}?fields=${fields.join(",")}` : path;
}

/** The same for the page on which a post is read, without its Markdown. */
export const readingPath = (id: string) => postPath(id, READING_FIELDS);

/** Where the API has a list. A query stands behind it, even an empty one: no single post is below `/api/posts?`. */
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
