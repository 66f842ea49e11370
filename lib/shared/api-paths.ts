// Apart from paths.ts, so that pages with lists do not load them.
import { pathAfter } from "./paths.ts";
import { READING_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The API path of a post. @param fields the fields to return; all where it is left out */
export function postPath(id: string, fields?: readonly (keyof Post)[]): string {
  const path = `/api/posts/${encodeURIComponent(id)}`;
  return fields ? `${path}?fields=${fields.join(",")}` : path;
}

/** The API path of a post for its page, without its Markdown. */
export const readingPath = (id: string) => postPath(id, READING_FIELDS);

export const TAGS_PATH = "/api/tags";
/** The API path of a tag. */
export const tagPath = (slug: string) => `${TAGS_PATH}/${encodeURIComponent(slug)}`;

/** The API path of a page of messages. @param after the cursor of the previous page */
export const messagesPath = (after?: string) => pathAfter("/api/messages", after);

const REDIRECTS_PATH = "/api/redirects";
/** The API path of a page of redirects. @param after the cursor of the previous page */
export const redirectsPath = (after?: string) => pathAfter(REDIRECTS_PATH, after);

/** The API path of the redirect from a path. */
export const redirectPath = (path: string) => `${REDIRECTS_PATH}/${encodeURIComponent(path)}`;
