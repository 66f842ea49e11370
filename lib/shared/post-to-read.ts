import { SUMMARY_FIELDS } from "./post-summary.ts";
import type { Post } from "./posts.ts";

/** The fields that a post's page shows beside the content, which the server renders. */
export const READING_FIELDS = [...SUMMARY_FIELDS, "version", "url", "canonicalUrl"] as const satisfies (keyof Post)[];

export type PostToRead = Pick<Post, (typeof READING_FIELDS)[number]>;
