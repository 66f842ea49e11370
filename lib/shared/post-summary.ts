import type { Post, PostListItem } from "./posts.ts";

/** What lists on pages show of a post: all but its text. */
export const SUMMARY_FIELDS = [
  "id",
  "title",
  "excerpt",
  "slug",
  "tags",
  "status",
  "author",
  "publishedAt",
  "updatedAt",
  "readingMinutes",
] as const satisfies (keyof Post)[];

/** What the page of a post shows beside the text, which the server has rendered. */
export const READING_FIELDS = [...SUMMARY_FIELDS, "version", "url"] as const satisfies (keyof Post)[];

export type PostToRead = Pick<Post, (typeof READING_FIELDS)[number]>;

export type PostSummary = Pick<Post, (typeof SUMMARY_FIELDS)[number]> & Pick<PostListItem, "highlight">;
