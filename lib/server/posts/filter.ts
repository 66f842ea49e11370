import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { sql } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Database, Tables } from "#lib/server/db/tables";
import { termsOf } from "#lib/server/search/words";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { TRASH_KEPT_MS, whereEditable, wherePublic } from "./rules.ts";

/** What a query wants to see, without how much of it and in which order. */
export type PostFilter = Pick<PostQuery, "q" | "tag" | "author" | "status">;

type Builder = ExpressionBuilder<Tables, "posts">;

function hasStatus(eb: Builder, status: PostFilter["status"], viewer: Viewer, now: number): Expression<SqlBool> {
  if (status === undefined) return wherePublic(eb, now);
  const ofViewer = whereEditable(eb, viewer);
  if (status === "trash") return eb.and([ofViewer, eb("trashed_at", ">", now - TRASH_KEPT_MS)]);
  const kept = eb.and([ofViewer, eb("trashed_at", "is", null)]);
  if (status === "draft") return eb.and([kept, eb("status", "=", "draft")]);
  return eb.and([kept, eb("status", "=", "published"), eb("published_at", ">", now)]);
}

/** The one condition that pages and counts of a list have in common. */
export function matching(db: Database, { q, tag, author, status }: PostFilter, viewer: Viewer, now: number) {
  return (eb: Builder): Expression<SqlBool> => {
    const conditions = [hasStatus(eb, status, viewer, now)];
    if (author !== undefined) conditions.push(eb("author_id", "=", author));
    if (tag !== undefined) {
      conditions.push(eb("posts.id", "in", eb.selectFrom("post_tags").select("post_id").where("tag", "=", tag)));
    }
    if (q !== undefined) {
      const terms = termsOf(q);
      conditions.push(terms.length > 0 ? engineOf(db).search.has(terms, "anywhere") : sql.lit(false));
    }
    return eb.and(conditions);
  };
}
