import type { Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from "kysely";
import { sql } from "kysely";
import type { Database, Tables } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import type { Hits, Part } from "./hits.ts";
import { isTagWalk } from "./order.ts";
import { TRASH_KEPT_MS, whereEditable, wherePublic, whereStatus } from "./rules.ts";

/** What a query wants to see, without how much of it and in which order. */
export type PostFilter = Pick<PostQuery, "q" | "tag" | "author" | "status">;

type Builder = ExpressionBuilder<Tables, "posts">;

/** Who asks, when, and what the search finds. */
export type Asking = {
  viewer: Viewer;
  /** In milliseconds since 1970. */
  now: number;
  /** What `q` finds; undefined where it has no words. */
  hits?: Hits | undefined;
  /** Which of it; anything where it is left out. */
  part?: Part;
  /** Whether no row can be later than `now` anyway. To say it once more would lead the database to that end of the index. */
  isDue?: boolean;
};

function hasStatus(eb: Builder, status: PostFilter["status"], { isDue, now, viewer }: Asking): Expression<SqlBool> {
  if (status === undefined) return isDue ? whereStatus(eb, "published") : wherePublic(eb, now);
  const ofViewer = whereEditable(eb, viewer);
  if (status === "trash") return eb.and([ofViewer, eb("posts.trashed_at", ">", now - TRASH_KEPT_MS)]);
  if (status === "draft") return eb.and([ofViewer, whereStatus(eb, "draft")]);
  return eb.and([ofViewer, whereStatus(eb, "published"), eb("posts.published_at", ">", now)]);
}

/** Public posts with a tag, told by the tag's own rows, which stand beside the posts in the query. */
function hasTag(tag: string, { isDue, now }: Asking): Expression<SqlBool> {
  const due = isDue ? sql`` : sql` and post_tags.published_at <= ${now}`;
  return sql<SqlBool>`(post_tags.tag = ${tag} and post_tags.published_at is not null${due})`;
}

/** The tables that a list is read from: the posts, and beside them the tag's own rows where these lead the way. */
export function postsFor(db: Database, filter: PostFilter): SelectQueryBuilder<Tables, "posts", object> {
  const posts = db.selectFrom("posts");
  if (!isTagWalk(filter)) return posts;
  const walked = posts.innerJoin("post_tags", "post_tags.post_id", "posts.id");
  // Only `hasTag` and the order speak of the tag's columns, and they name the table.
  return walked as unknown as SelectQueryBuilder<Tables, "posts", object>;
}

/** The one condition that pages and counts of a list have in common. */
export function matching(filter: PostFilter, asking: Asking) {
  const { author, q, status, tag } = filter;
  const { hits, now, part = "anywhere" } = asking;
  return (eb: Builder): Expression<SqlBool> => {
    const isWalk = tag !== undefined && isTagWalk(filter);
    const conditions = [isWalk ? hasTag(tag, asking) : hasStatus(eb, status, asking)];
    if (author !== undefined) conditions.push(eb("author_id", "=", author));
    // What the tag's rows have said already, once more in the words of the author's index.
    if (author !== undefined && isWalk) conditions.push(wherePublic(eb, now));
    if (tag !== undefined && !isWalk) {
      conditions.push(eb("posts.id", "in", eb.selectFrom("post_tags").select("post_id").where("tag", "=", tag)));
    }
    if (q !== undefined) conditions.push(hits?.has(part) ?? sql.lit(false));
    return eb.and(conditions);
  };
}
