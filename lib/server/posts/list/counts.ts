import { type Selectable, sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction, PostCountsTable } from "#lib/server/db/tables";
import { type PostRow, parseTags } from "#lib/server/posts/row";
import { isListed, whereStatus } from "#lib/server/posts/rules";
import { withTagKey } from "#lib/server/tags/find";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { tagKey } from "#lib/shared/tag-names";
import type { TagCount } from "#lib/shared/tags";
import { findMatches } from "./matches.ts";
import { partsOf, publishedPart } from "./parts.ts";
import { fromPosts, type ListContext, type PostFilter, type SearchMatches, whereMatches } from "./query.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

/** A row of post_counts: counts all listed posts, those of an author, or those with a tag. */
export type Counter = Pick<Selectable<PostCountsTable>, "kind" | "name">;

/** The columns of a post that decide which counters count it: published and not in the trash. */
type Counted = Pick<PostRow, "author_id" | "status" | "tags" | "trashed_at">;

/** The counters that count a post. */
function countersForPost(post: Counted): Counter[] {
  if (!isListed(post)) return [];
  const author = post.author_id === null ? [] : [{ kind: "author" as const, name: post.author_id }];
  return [
    { kind: "all", name: "" },
    ...author,
    ...parseTags(post).map((tag) => ({ kind: "tag" as const, name: tagKey(tag) })),
  ];
}

const addToCounters = compiledQuery((db, { rows }: { rows: Selectable<PostCountsTable>[] }) =>
  db
    .insertInto("post_counts")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["kind", "name"])
        .doUpdateSet((eb) => ({ posts: eb("post_counts.posts", "+", eb.ref("excluded.posts")) })),
    ),
);

/**
 * Updates the counters after posts have changed. Call it last in a transaction: others wait for these rows until it ends.
 * The rows are locked in a fixed order, so that transactions cannot deadlock.
 */
export async function updateCounters(trx: DatabaseTransaction, before: Counted[], after: Counted[]): Promise<void> {
  const changes = new Map<string, Selectable<PostCountsTable>>();
  const add = (step: 1 | -1) => (counter: Counter) => {
    const key = `${counter.kind} ${counter.name}`;
    changes.set(key, { ...counter, posts: (changes.get(key)?.posts ?? 0) + step });
  };
  before.flatMap(countersForPost).forEach(add(-1));
  after.flatMap(countersForPost).forEach(add(1));
  const sorted = [...changes.keys()].sort().flatMap((key) => changes.get(key) ?? []);
  const rows = sorted.filter(({ posts }) => posts !== 0);
  if (rows.length > 0) await addToCounters(trx, { rows });
}

/** The last time that a JavaScript Date can hold, in milliseconds since 1970. */
const END_OF_TIME = 8.64e15;

/**
 * Counts the scheduled posts of a counter: one index step for each. The range has an upper end because PostgreSQL estimates
 * a closed range as few rows, an open one (`> $1`) as a third of the table, and then prefers custom plans.
 */
function scheduled(db: Database, { kind, name }: Counter, now: number) {
  if (kind === "tag") {
    return db
      .selectFrom("post_tags")
      .select((eb) => eb.fn.countAll<number>().as("posts"))
      .where("tag", "=", name)
      .where("published_at", ">", now)
      .where("published_at", "<=", sql.lit(END_OF_TIME));
  }
  const all = db
    .selectFrom("posts")
    .select((eb) => eb.fn.countAll<number>().as("posts"))
    .where((eb) => whereStatus(eb, "published"))
    .where("published_at", ">", now)
    .where("published_at", "<=", sql.lit(END_OF_TIME));
  return kind === "author" ? all.where("author_id", "=", name) : all;
}

/** The listed and the scheduled posts of a counter, as columns of any query; see `publicCount`. */
export function countColumns(db: Database, { kind, name }: Counter, now: number) {
  const counted = db.selectFrom("post_counts").select("posts").where("kind", "=", kind).where("name", "=", name);
  return [counted.as("listed"), scheduled(db, { kind, name }, now).as("later")] as const;
}

/** The public posts of a counter; the counter's row is missing where nothing was ever counted. */
export const publicCount = ({ listed, later }: { listed?: number | null; later?: number | null }) =>
  Number(listed ?? 0) - Number(later ?? 0);

/** Counts the public posts of a counter. */
export async function countPublic(db: Database, counter: Counter, now: number): Promise<number> {
  return publicCount(await db.selectNoFrom(countColumns(db, counter, now)).executeTakeFirstOrThrow());
}

/** The counter of a list of public posts, if it has one. */
export function findCounter({ author, q, status, tag }: PostFilter): Counter | undefined {
  if (q !== undefined || status !== undefined || (author !== undefined && tag !== undefined)) return undefined;
  if (author !== undefined) return { kind: "author", name: author };
  return tag === undefined ? { kind: "all", name: "" } : { kind: "tag", name: tag };
}

const tagsOfScheduled = compiledQuery((db, { now }: { now: number }) =>
  db
    .selectFrom("posts")
    .select("tags")
    .where((eb) => whereStatus(eb, "published"))
    .where("published_at", ">", now),
);

/** The number of scheduled posts by the key of their tags. */
async function scheduledByTag(db: Database, now: number): Promise<Map<string, number>> {
  const later = await tagsOfScheduled(db, { now });
  const counts = new Map<string, number>();
  for (const key of later.flatMap(parseTags).map(tagKey)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The tags with their counters; with a limit, those with the highest. */
const tagCounters = compiledQuery((db, { limit }: { limit: number | undefined }) => {
  const counters = db
    .selectFrom("post_counts")
    .innerJoin("tags", "tags.key", "post_counts.name")
    .select(["tags.key", "tags.name", "tags.slug", "post_counts.posts"])
    .where("post_counts.kind", "=", "tag")
    .where("post_counts.posts", ">", 0)
    // Not a renamed tag, some posts of which are still being changed.
    .where("tags.target", "is", null);
  return limit === undefined
    ? counters
    : counters.orderBy("post_counts.posts", "desc").orderBy("post_counts.name").limit(limit);
});

/** Counts public posts by tag, the most used tags first. @param most the number of tags; all where it is left out */
export async function countTags(db: Database, now: number, most?: number): Promise<TagCount[]> {
  const later = await scheduledByTag(db, now);
  // Subtracting scheduled posts can move their tags down, so that as many more rows are read.
  const limit = most === undefined ? undefined : most + later.size;
  const rows = await tagCounters(db, { limit });
  return rows
    .map(({ posts, ...tag }) => ({ ...tag, count: Number(posts) - (later.get(tag.key) ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ name, slug, count }) => ({ tag: name, count, slug }));
}

const BYTES_PER_TAG = 200;
const totals = new ContentCache<{ total: number }>({
  name: "totals",
  max: 1_000,
  maxBytes: 1_000_000,
  bytesOf: () => 8,
});
const tags = new ContentCache<TagCount[]>({
  name: "tag counts",
  max: 100,
  maxBytes: 32_000_000,
  bytesOf: ({ length }) => length * BYTES_PER_TAG,
});

/** Counts row by row; a search up to SEARCH_TOTAL_MAX + 1. */
async function count(db: Database, filter: PostFilter, context: ListContext): Promise<number> {
  const rows = fromPosts(db, filter).where(whereMatches(filter, context));
  const counted = filter.q === undefined ? rows : rows.limit(sql.lit(SEARCH_TOTAL_MAX + 1));
  const { total } = await db
    .selectFrom(counted.select("posts.id").as("counted"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** The number of posts over all pages of a list. */
type ListTotal = {
  total: number;
  /** Whether there are more: a search is counted up to SEARCH_TOTAL_MAX. */
  isCapped: boolean;
};

const capped = (total = SEARCH_TOTAL_MAX + 1): ListTotal => ({
  total: Math.min(total, SEARCH_TOTAL_MAX),
  isCapped: total > SEARCH_TOTAL_MAX,
});

async function getSearchTotal(db: Database, query: PostQuery, context: ListContext): Promise<ListTotal> {
  const matches = context.matches ?? (await findMatches(db, query, context.viewer, context.now));
  if (!matches) return capped(0);
  return capped(query.status === undefined ? matches.total : await count(db, query, { ...context, matches }));
}

/** The total of the status `any`: the sum of its parts. */
async function getSum(db: Database, query: PostQuery, viewer: Viewer, now: number): Promise<ListTotal> {
  let sum = 0;
  for (const part of partsOf(query, viewer)) {
    const { isCapped, total } = await getTotal(db, part, viewer, now);
    sum += isCapped ? total + 1 : total;
  }
  return query.q === undefined ? { total: sum, isCapped: false } : capped(sum);
}

/**
 * The total of a list over all its pages, cached for public posts while the content version stands.
 * @param matches the matches of the query's search, where they are loaded already
 */
export async function getTotal(
  db: Database,
  requested: PostQuery,
  viewer: Viewer,
  now: number,
  matches?: SearchMatches,
): Promise<ListTotal> {
  if (requested.status === "any") return getSum(db, requested, viewer, now);
  const list = requested.status === "published" ? publishedPart(requested, viewer) : requested;
  if (!list) return { total: 0, isCapped: false };
  const query = await withTagKey(db, list, now);
  const { author, q, status, tag } = query;
  if (q !== undefined) return getSearchTotal(db, query, { viewer, now, matches });
  const filter = { author, status, tag };
  const counter = findCounter(filter);
  const counting = () => (counter ? countPublic(db, counter, now) : count(db, filter, { viewer, now }));
  if (status !== undefined) return { total: await counting(), isCapped: false };
  const key = JSON.stringify([tag, author]);
  const { total } = await totals.get(db, key, now, async () => ({ total: await counting() }));
  return { total, isCapped: false };
}

/** The number of posts over all pages of a list; of a search at most SEARCH_TOTAL_MAX. */
export async function countPosts(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()): Promise<number> {
  return (await getTotal(db, query, viewer, now)).total;
}

/** The same, cached while the content version stands. */
export function listTags(db: Database, now = Date.now(), most?: number): Promise<TagCount[]> {
  return tags.get(db, String(most), now, () => countTags(db, now, most));
}
