import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from "kysely";
import type { Tables } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import type { PostRow } from "./row.ts";

/**
 * A post that falls due within this time, in milliseconds, is treated as public: it may fall due while its change waits for
 * a lock, and clocks of processes differ.
 */
export const DUE_MARGIN_MS = 60_000;

/** Whether anyone may read the post at the time `now`. */
export function isPublic(post: PostRow, now: number): boolean {
  return isListed(post) && post.published_at !== null && post.published_at <= now;
}

/** Whether the post is published or scheduled, and not in the trash. */
export function isListed({ status, trashed_at }: Pick<PostRow, "status" | "trashed_at">): boolean {
  return trashed_at === null && status === "published";
}

/** Whether the viewer may edit the post: the owner and editors may edit all posts, an author their own; see Viewer. */
export function canEditPost({ account, edits }: Viewer, post: PostRow): boolean {
  if (edits === "own") return account !== null && post.author_id === account.id;
  if (edits === "unsigned") return post.author_id === null;
  return edits === "all";
}

/** Whether the viewer may read the post: drafts and scheduled posts only by those who may edit them. */
export function canReadPost(viewer: Viewer, post: PostRow, now: number): boolean {
  return isPublic(post, now) || (post.trashed_at === null && canEditPost(viewer, post));
}

type Condition = ExpressionWrapper<Tables, "posts", SqlBool>;

/** The condition of a status, word for word as in the partial indexes of the migrations, so that they are used. */
export function whereStatus(eb: ExpressionBuilder<Tables, "posts">, status: PostRow["status"]): Condition {
  return eb.and([eb("posts.status", "=", sql.lit(status)), eb("posts.trashed_at", "is", null)]);
}

/** `isPublic` as a condition. */
export function wherePublic(eb: ExpressionBuilder<Tables, "posts">, now: number): Condition {
  return eb.and([whereStatus(eb, "published"), eb("posts.published_at", "<=", now)]);
}

/** `canEditPost` as a condition. */
export function whereEditable(eb: ExpressionBuilder<Tables, "posts">, viewer: Viewer): Condition {
  const { account, edits } = viewer;
  if (edits === "own" && account) return eb.and([eb("author_id", "=", account.id)]);
  if (edits === "unsigned") return eb.and([eb("author_id", "is", null)]);
  return eb.and([sql.lit(edits === "all")]);
}
