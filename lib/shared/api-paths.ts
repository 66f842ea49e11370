// Apart from paths.ts, so that pages with lists do not load them.
import { READING_FIELDS } from "./post-to-read.ts";
import type { Post } from "./posts.ts";

/** The API path of a post. @param fields the fields to return; all where it is left out */
export function postPath(id: string, fields?: readonly (keyof Post)[]): string {
  const path = `/api/posts/${encodeURIComponent(id)}`;
  return fields ? `${path}?fields=${fields.join(",")}` : path;
}

/** The API path of a post in the trash. */
export const trashedPath = (id: string) => `/api/trash/${encodeURIComponent(id)}`;

/** The API path of a post for its page, without its Markdown. */
export const readingPath = (id: string) => postPath(id, READING_FIELDS);
