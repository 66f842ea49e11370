import type { Post, PostListItem } from "./posts.ts";

/** The fields of a post that lists on pages show: all but its content. */
export const SUMMARY_FIELDS = [
  "id",
  "title",
  "excerpt",
  "slug",
  "tags",
  "language",
  "direction",
  "status",
  "author",
  "publishedAt",
  "updatedAt",
  "readingMinutes",
  "cover",
] as const satisfies (keyof Post)[];

export type PostSummary = Pick<Post, (typeof SUMMARY_FIELDS)[number]> &
  Pick<PostListItem, "highlight" | "deletedAt" | "purgeAt" | "version">;
