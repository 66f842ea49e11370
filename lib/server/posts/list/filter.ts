import type { Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from "kysely";
import { sql } from "kysely";
import type { Database, Tables } from "#lib/server/db/tables";
import { withoutIndex } from "#lib/server/db/without-index";
import { TRASH_RETENTION_MS, whereEditable, whereStatus } from "#lib/server/posts/rules";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { usesTagIndex } from "./order.ts";

/** What a query wants to see, without how much of it and in which order. */
export type PostFilter = Pick<PostQuery, "q" | "tag" | "author" | "status">;

type Builder = ExpressionBuilder<Tables, "posts">;

/** Posts that have every word of a search: in their titles, only elsewhere, or either. */
export type MatchScope = "title" | "rest" | "anywhere";

/** What a search finds. */
export type SearchMatches = {
  /** Tells the words and filters of the search from those of every other. */
  key: string;
  /** How many there are; undefined above SEARCH_TOTAL_MAX. With a `status` those of any status, public or not. */
  total: number | undefined;
  /** Whether there are so few that they are known by their ids. */
  isSmall(part: MatchScope): boolean;
  /** The condition that a post is found. */
  contains(part: MatchScope): Expression<SqlBool>;
  /** The same of a row of the table `near`; see SearchIndex. */
  containsNearby(part: MatchScope): Expression<SqlBool>;
};

/** Who asks, when, and what the search finds. */
export type ListContext = {
  viewer: Viewer;
  /** In milliseconds since 1970. */
  now: number;
  /** What `q` finds; undefined where it has no words. */
  matches?: SearchMatches | undefined;
  /** Which of it; anything where it is left out. */
  scope?: MatchScope;
  /** How it is made sure that public posts are due; `bounded` where it is left out. */
  due?: DueCheck;
};

/**
 * Along an index of dates, by where it ends; row by row, where the list is walked along another index and must not be
 * led astray to that of the dates; not at all, where no row can be later than `now`, as the walk begins behind one that is not.
 */
export type DueCheck = "bounded" | "checked" | "known";

/** The condition that a date of publication has come. */
function isDue(table: "posts" | "post_tags", { due = "bounded", now }: ListContext): Expression<SqlBool> {
  const column = `${table}.published_at` as const;
  if (due === "known") return sql.lit(true);
  return due === "checked"
    ? sql<SqlBool>`${withoutIndex(column)} <= ${now}`
    : sql<SqlBool>`${sql.ref(column)} <= ${now}`;
}

function hasStatus(eb: Builder, status: PostFilter["status"], asking: ListContext): Expression<SqlBool> {
  const { now, viewer } = asking;
  if (status === undefined) return eb.and([whereStatus(eb, "published"), isDue("posts", asking)]);
  const ofViewer = whereEditable(eb, viewer);
  if (status === "trash") {
    // Looked at row by row: the list is walked along an index of another order.
    const isKept = sql<SqlBool>`${withoutIndex("posts.trashed_at")} > ${now - TRASH_RETENTION_MS}`;
    return eb.and([ofViewer, eb("posts.trashed_at", "is not", null), isKept]);
  }
  if (status === "draft") return eb.and([ofViewer, whereStatus(eb, "draft")]);
  return eb.and([ofViewer, whereStatus(eb, "published"), eb("posts.published_at", ">", now)]);
}

/** Public posts with a tag, told by the tag's own rows, which stand beside the posts in the query. */
function hasTag(tag: string, asking: ListContext): Expression<SqlBool> {
  const due = isDue("post_tags", asking);
  return sql<SqlBool>`(post_tags.tag = ${tag} and post_tags.published_at is not null and ${due})`;
}

/** The tables that a list is read from: the posts, and beside them the tag's own rows where these lead the way. */
export function fromPosts(db: Database, filter: PostFilter): SelectQueryBuilder<Tables, "posts", object> {
  const posts = db.selectFrom("posts");
  if (!usesTagIndex(filter)) return posts;
  const walked = posts.innerJoin("post_tags", "post_tags.post_id", "posts.id");
  // Only `hasTag` and the order speak of the tag's columns, and they name the table.
  return walked as unknown as SelectQueryBuilder<Tables, "posts", object>;
}

/** The one condition that pages and counts of a list have in common. */
export function whereMatches(filter: PostFilter, asking: ListContext) {
  const { author, q, status, tag } = filter;
  const { matches, scope = "anywhere" } = asking;
  return (eb: Builder): Expression<SqlBool> => {
    const isWalk = tag !== undefined && usesTagIndex(filter);
    const conditions = [isWalk ? hasTag(tag, asking) : hasStatus(eb, status, asking)];
    // Hits that are few lead the way, and no index of an author who may have written all posts, or of a tag.
    const isLed = matches?.isSmall(scope) === true;
    if (author !== undefined)
      conditions.push(isLed ? sql`${withoutIndex("posts.author_id")} = ${author}` : eb("author_id", "=", author));
    // What the tag's rows have said already, once more in the words of the author's index.
    if (author !== undefined && isWalk) conditions.push(hasStatus(eb, status, asking));
    if (tag !== undefined && !isWalk) {
      const tagged = eb.selectFrom("post_tags").select("post_id").where("tag", "=", tag);
      conditions.push(isLed ? eb.exists(tagged.whereRef("post_id", "=", "posts.id")) : eb("posts.id", "in", tagged));
    }
    if (q !== undefined) conditions.push(matches?.contains(scope) ?? sql.lit(false));
    return eb.and(conditions);
  };
}
