import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { whereStatus } from "#lib/server/posts/rules";
import type { SearchField } from "#lib/server/search/search-index";
import { type Term, termsOf } from "#lib/server/search/terms";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { hasFrequentWords, READ_MAX, readIfFew } from "./lower-bounds.ts";
import { fromPosts, isByRelevance, type MatchScope, type SearchMatches, whereMatches } from "./query.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

/** The ids of all matches; undefined above SEARCH_TOTAL_MAX. */
type Ids = number[] | undefined;

const BYTES_PER_ID = 8;
/** Matching public posts by words and filters. Has room for 200 searches with SEARCH_TOTAL_MAX ids. */
const matches = new ContentCache<{ ids: Ids }>({
  name: "search matches",
  max: 1_000,
  maxBytes: 200 * SEARCH_TOTAL_MAX * BYTES_PER_ID,
  bytesOf: ({ ids = [] }) => ids.length * BYTES_PER_ID,
});

/** Combines the conditions for title and whole text into the one for a scope. */
const inScope = (scope: MatchScope, isIn: (field: SearchField) => Expression<SqlBool>): Expression<SqlBool> =>
  scope === "rest" ? sql`(${isIn("anywhere")} and not ${isIn("title")})` : isIn(scope);

const isHidden = sql<SqlBool>`(status = 'draft' or trashed_at is not null)`;
const scheduledIds = (db: Database, now: number) =>
  db
    .selectFrom("posts")
    .select("id")
    .where((eb) => whereStatus(eb, "published"))
    .where("published_at", ">", now);

/**
 * The condition that a row of `found` is public: no draft, not in the trash, not scheduled. Looks up each id in the partial index
 * posts_hidden: there may be very many hidden posts. `offset 0` keeps PostgreSQL from reading all of them.
 */
const isPublic = (db: Database, now: number) => sql<SqlBool>`
  not exists (select 1 from ${getEngine(db).hiddenPosts} where id = found.id and ${isHidden} limit 1 offset 0)
  and id not in ${scheduledIds(db, now)}`;

/** The cached ids of a search. @param read reads up to READ_MAX rows with them; see `readIfFew` */
async function cachedIds(db: Database, key: string, now: number, read: () => Promise<{ id: number }[]>): Promise<Ids> {
  const { ids } = await matches.get(db, key, now, async () => {
    const rows = await readIfFew(db, key, now, read);
    return { ids: rows?.map(({ id }) => id) };
  });
  return ids;
}

/** Finds the ids of a search by field. @param isFew whether these are known to be at most SEARCH_TOTAL_MAX */
type Find = (field: SearchField, isFew: boolean) => Promise<Ids>;
type Few = Record<SearchField, Ids>;

/** The conditions and total of a search. @param few the ids by field, where they are loaded */
function toMatches(db: Database, terms: Term[], key: string, few: Few, withTitles?: () => Promise<Few>): SearchMatches {
  const { whereIdIn, search } = getEngine(db);
  const has = (field: SearchField) =>
    few[field] ? whereIdIn("posts.id", few[field]) : sql<SqlBool>`posts.id in (${search.ids(terms, field)})`;
  const isNear = (field: SearchField) => (few[field] ? whereIdIn("near.id", few[field]) : search.isNear(terms, field));
  const matches: SearchMatches = {
    key,
    total: few.anywhere?.length,
    isSmall: (scope) => few[scope === "title" ? "title" : "anywhere"] !== undefined,
    withTitles: async () => (withTitles ? toMatches(db, terms, key, await withTitles()) : matches),
    contains: (scope) => inScope(scope, has),
    containsNearby: (scope) => inScope(scope, isNear),
  };
  return matches;
}

type Search = { db: Database; terms: Term[]; query: PostQuery; viewer: Viewer; now: number };

/** Finds the ids of few matches; of very many public ones those in the title later, only where they are needed. */
async function load({ db, query, terms }: Search, key: string, find: Find): Promise<SearchMatches> {
  const anywhere = await find("anywhere", false);
  const withTitles = async () => ({ anywhere, title: await find("title", anywhere !== undefined) });
  const found = toMatches(db, terms, key, { anywhere, title: undefined }, withTitles);
  const isLater = anywhere === undefined && query.status === undefined;
  return isByRelevance(query) && !isLater ? found.withTitles() : found;
}

/** Those of `ids` that are public. */
async function readPublic({ db, now }: Search, ids: RawBuilder<{ id: number }>): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select id from (${ids}) as found where ${isPublic(db, now)} limit ${sql.lit(READ_MAX)}`.execute(db);
  return rows;
}

/** The public posts that have the words, before filters: reads the search index only, minus the hidden posts. */
function publicIds(search: Search, field: SearchField, isFew: boolean): Promise<Ids> {
  const { db, terms, now } = search;
  const { ids, sample } = getEngine(db).search;
  return cachedIds(db, JSON.stringify([terms, field]), now, async () => {
    const sampled = isFew || !hasFrequentWords(db) ? undefined : sample?.(db, terms, field, SEARCH_TOTAL_MAX);
    const some = sampled ? await readPublic(search, sampled) : [];
    return some.length > SEARCH_TOTAL_MAX ? some : readPublic(search, ids(terms, field));
  });
}

/** The ids of `unfiltered` with the query's tag and author. */
function filteredIds(
  { db, query, now, terms, viewer }: Search,
  field: SearchField,
  unfiltered: SearchMatches,
): Promise<Ids> {
  const { author, q, tag } = query;
  const filter = { author, q, tag };
  return cachedIds(db, JSON.stringify([terms, field, tag, author]), now, () =>
    fromPosts(db, filter)
      .select("posts.id")
      .where(whereMatches(filter, { viewer, now, matches: unfiltered, scope: field }))
      .limit(sql.lit(READ_MAX))
      .execute(),
  );
}

async function findPublicMatches(search: Search): Promise<SearchMatches> {
  const { query, terms } = search;
  const { author, tag } = query;
  const key = JSON.stringify([terms, tag, author]);
  const unfiltered = await load(search, key, (field, isFew) => publicIds(search, field, isFew));
  if (author === undefined && tag === undefined) return unfiltered;
  return load(search, key, async (field) =>
    filteredIds(search, field, field === "title" ? await unfiltered.withTitles() : unfiltered),
  );
}

/**
 * The matches of `query.q`. Public ones are cached by words and filters while the content version stands, whatever the
 * `limit`, `after`, `fields` and `sort`. Drafts and trash have no content version and are not cached.
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
  const search = { db, terms, query, viewer, now };
  if (query.status === undefined) return findPublicMatches(search);
  return load(search, "", (field) => getEngine(db).search.find(db, terms, field, SEARCH_TOTAL_MAX));
}
