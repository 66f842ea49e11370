import { sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import type { Database } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import type { TagCount } from "#lib/shared/posts";
import { countPublic, countTags, findCounter } from "./counters.ts";
import { fromPosts, type ListContext, type PostFilter, type SearchMatches, whereMatches } from "./filter.ts";
import { listPosts } from "./list.ts";
import { findMatches } from "./matches.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

const BYTES_PER_TAG = 200;
const totals = new ContentCache<{ total: number }>({ max: 1_000, maxBytes: 1_000_000, bytesOf: () => 8 });
const tags = new ContentCache<TagCount[]>({
  max: 100,
  maxBytes: 32_000_000,
  bytesOf: ({ length }) => length * BYTES_PER_TAG,
});

/** Counts one post after the other: of a search up to the first that is too many. */
async function count(db: Database, filter: PostFilter, asking: ListContext): Promise<number> {
  const rows = fromPosts(db, filter).where(whereMatches(filter, asking));
  const counted = filter.q === undefined ? rows : rows.limit(sql.lit(SEARCH_TOTAL_MAX + 1));
  const { total } = await db
    .selectFrom(counted.select("posts.id").as("counted"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** How many posts a list has over all its pages. */
type ListTotal = {
  total: number;
  /** Whether there are more than that: a search is counted up to SEARCH_TOTAL_MAX. */
  isCapped: boolean;
};

const capped = (total = SEARCH_TOTAL_MAX + 1): ListTotal => ({
  total: Math.min(total, SEARCH_TOTAL_MAX),
  isCapped: total > SEARCH_TOTAL_MAX,
});

async function getSearchTotal(db: Database, query: PostQuery, asking: ListContext): Promise<ListTotal> {
  const hits = asking.matches ?? (await findMatches(db, query, asking.viewer, asking.now));
  if (!hits) return capped(0);
  return capped(query.status === undefined ? hits.total : await count(db, query, { ...asking, matches: hits }));
}

/**
 * Costs a query only where something public changed since the same was counted last.
 * @param hits what the query's search finds, where that is known already
 */
async function getTotal(
  db: Database,
  query: PostQuery,
  viewer: Viewer,
  now: number,
  hits?: SearchMatches,
): Promise<ListTotal> {
  const { author, q, status, tag } = query;
  if (q !== undefined) return getSearchTotal(db, query, { viewer, now, matches: hits });
  const filter = { author, status, tag };
  const counter = findCounter(filter);
  const counting = () => (counter ? countPublic(db, counter, now) : count(db, filter, { viewer, now }));
  if (status !== undefined) return { total: await counting(), isCapped: false };
  const key = JSON.stringify([tag, author]);
  const { total } = await totals.get(db, key, now, async () => ({ total: await counting() }));
  return { total, isCapped: false };
}

/** How many posts a list has over all its pages; of a search at most SEARCH_TOTAL_MAX. */
export async function countPosts(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()): Promise<number> {
  return (await getTotal(db, query, viewer, now)).total;
}

/** One page of a list, with how many posts all pages have. */
export async function listAndCount(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()) {
  const { posts, next, hits, total } = await listPosts(db, query, viewer, now);
  const counted = total === undefined ? await getTotal(db, query, viewer, now, hits) : { total, isCapped: false };
  return { posts, next, ...counted };
}

/** The tags of public posts, the most used first. @param most how many of them; all where it is left out */
export function listTags(db: Database, now = Date.now(), most?: number): Promise<TagCount[]> {
  return tags.get(db, String(most), now, () => countTags(db, now, most));
}
