// Paths that no list of posts needs: apart from those in addresses.ts, so that the pages with lists do not load them.
import { READING_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The API's path of a post. @param fields the only ones to return */
export function postPath(id: string, fields?: readonly (keyof Post)[]): string {
  const path = `/api/posts/${encodeURIComponent(id)}`;
  return fields ? `${path}?fields=${fields.join(",")}` : path;
}

/** The API's path of a post for the page that shows it, without its Markdown. */
export const readingPath = (id: string) => postPath(id, READING_FIELDS);

/** The API's path of a page of messages to the owner. @param after the cursor of the page before */
export function messagesPath(after?: string): string {
  return `/api/messages${after === undefined ? "" : `?${new URLSearchParams({ after })}`}`;
}
