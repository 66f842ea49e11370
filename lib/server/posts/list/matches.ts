import { type Expression, type SqlBool, sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { whereStatus } from "#lib/server/posts/rules";
import type { SearchField } from "#lib/server/search/search-index";
import { type Term, termsOf } from "#lib/server/search/words";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { fromPosts, type MatchScope, type SearchMatches, whereMatches } from "./filter.ts";
import { isByRelevance } from "./order.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

/** The ids of all hits; undefined above SEARCH_TOTAL_MAX. */
type Ids = number[] | undefined;

const BYTES_PER_ID = 8;
/** The ids that searches of public posts find, by words and filters: 200 searches with the most ids. */
const matches = new ContentCache<{ ids: Ids }>({
  max: 1_000,
  maxBytes: 200 * SEARCH_TOTAL_MAX * BYTES_PER_ID,
  bytesOf: ({ ids = [] }) => ids.length * BYTES_PER_ID,
});

/** What holds for a part, where it is known for the title and for the whole text. */
const inScope = (part: MatchScope, has: (place: SearchField) => Expression<SqlBool>): Expression<SqlBool> =>
  part === "rest" ? sql`(${has("anywhere")} and not ${has("title")})` : has(part);

/** The posts that are not public: drafts and trash, which have an index in just these words, and scheduled ones. */
function hiddenIds(db: Database, now: number) {
  const ids = db.selectFrom("posts").select("id");
  return ids
    .where(sql<boolean>`(status = 'draft' or trashed_at is not null)`)
    .unionAll(ids.where((eb) => whereStatus(eb, "published")).where("published_at", ">", now));
}

const LIMIT = sql.lit(SEARCH_TOTAL_MAX + 1);
const idsOf = (rows: { id: number }[]): Ids => (rows.length > SEARCH_TOTAL_MAX ? undefined : rows.map(({ id }) => id));

/** Conditions and total of a search. @param few the ids for either place, where these are few */
function toMatches(db: Database, terms: Term[], key: string, few: Record<SearchField, Ids>): SearchMatches {
  const { whereIdIn, search } = getEngine(db);
  const has = (place: SearchField) =>
    few[place] ? whereIdIn("posts.id", few[place]) : sql<SqlBool>`posts.id in (${search.ids(terms, place)})`;
  const isNear = (place: SearchField) => (few[place] ? whereIdIn("near.id", few[place]) : search.isNear(terms, place));
  return {
    key,
    total: few.anywhere?.length,
    isSmall: (part) => few[part === "title" ? "title" : "anywhere"] !== undefined,
    contains: (part) => inScope(part, has),
    containsNearby: (part) => inScope(part, isNear),
  };
}

type Search = { db: Database; terms: Term[]; query: PostQuery; viewer: Viewer; now: number };

/** What `find` gives for either place; for the title only where the order depends on it. */
async function inFields(
  query: PostQuery,
  find: (place: SearchField) => Promise<Ids>,
): Promise<Record<SearchField, Ids>> {
  const anywhere = await find("anywhere");
  return { anywhere, title: isByRelevance(query) ? await find("title") : undefined };
}

/** The public posts that have the words, whatever the filters: only the index is read, less what is hidden. */
async function publicIds({ db, terms, now }: Search, place: SearchField): Promise<Ids> {
  const { ids } = await matches.get(db, JSON.stringify([terms, place]), now, async () => {
    const { rows } = await sql<{ id: number }>`
      select id from (${getEngine(db).search.ids(terms, place)}) as hits
      where id not in ${hiddenIds(db, now)} limit ${LIMIT}`.execute(db);
    return { ids: idsOf(rows) };
  });
  return ids;
}

/** Those of `unfiltered` that have the query's tag and author. */
async function filteredIds(
  { db, query, now, terms, viewer }: Search,
  place: SearchField,
  unfiltered: SearchMatches,
): Promise<Ids> {
  const { author, q, tag } = query;
  const filter = { author, q, tag };
  const { ids } = await matches.get(db, JSON.stringify([terms, place, tag, author]), now, async () => {
    const rows = await fromPosts(db, filter)
      .select("posts.id")
      .where(whereMatches(filter, { viewer, now, matches: unfiltered, scope: place }))
      .limit(LIMIT)
      .execute();
    return { ids: idsOf(rows) };
  });
  return ids;
}

async function findPublicMatches(search: Search): Promise<SearchMatches> {
  const { db, query, terms } = search;
  const { author, tag } = query;
  const key = JSON.stringify([terms, tag, author]);
  const hits = toMatches(db, terms, key, await inFields(query, (place) => publicIds(search, place)));
  if (author === undefined && tag === undefined) return hits;
  return toMatches(db, terms, key, await inFields(query, (place) => filteredIds(search, place, hits)));
}

/**
 * What `query.q` finds. Searches for the same words share the ids that the index gives while the content version stands,
 * whatever their `limit`, `after`, `fields` and `sort`; but for those of drafts and the trash, which have no such version.
 * @returns undefined for a search without words
 */
export async function findMatches(
  db: Database,
  query: PostQuery,
  viewer: Viewer,
  now: number,
): Promise<SearchMatches | undefined> {
  const terms = termsOf(query.q ?? "");
  if (terms.length === 0) return undefined;
  if (query.status === undefined) return findPublicMatches({ db, terms, query, viewer, now });
  const find = (place: SearchField) => getEngine(db).search.find(db, terms, place, SEARCH_TOTAL_MAX);
  return toMatches(db, terms, "", await inFields(query, find));
}
