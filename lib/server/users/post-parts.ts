import type { Database } from "#lib/server/db/tables";
import { whereStatus } from "#lib/server/posts/rules";

/** All posts, in parts that each have an index by author. */
export const PARTS = ["published", "draft", "trash"] as const;
export type Part = (typeof PARTS)[number];

/** The posts of a part. */
export const postsIn = (db: Database, part: Part) =>
  db
    .selectFrom("posts")
    .select("posts.id")
    .where((eb) => (part === "trash" ? eb("trashed_at", "is not", null) : whereStatus(eb, part)));
