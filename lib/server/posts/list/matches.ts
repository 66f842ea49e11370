import { type Expression, type SqlBool, sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { whereStatus } from "#lib/server/posts/rules";
import type { SearchField } from "#lib/server/search/search-index";
import { type Term, termsOf } from "#lib/server/search/terms";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
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

/** The posts that are not public: drafts and trash, by a partial index with this condition, and scheduled ones. */
function hiddenIds(db: Database, now: number) {
  const ids = db.selectFrom("posts").select("id");
  return ids
    .where(sql<boolean>`(status = 'draft' or trashed_at is not null)`)
    .unionAll(ids.where((eb) => whereStatus(eb, "published")).where("published_at", ">", now));
}

const LIMIT = sql.lit(SEARCH_TOTAL_MAX + 1);
const idsOf = (rows: { id: number }[]): Ids => (rows.length > SEARCH_TOTAL_MAX ? undefined : rows.map(({ id }) => id));

/** The conditions and total of a search. @param few the ids by field, where they are few */
function toMatches(db: Database, terms: Term[], key: string, few: Record<SearchField, Ids>): SearchMatches {
  const { whereIdIn, search } = getEngine(db);
  const has = (field: SearchField) =>
    few[field] ? whereIdIn("posts.id", few[field]) : sql<SqlBool>`posts.id in (${search.ids(terms, field)})`;
  const isNear = (field: SearchField) => (few[field] ? whereIdIn("near.id", few[field]) : search.isNear(terms, field));
  return {
    key,
    total: few.anywhere?.length,
    isSmall: (scope) => few[scope === "title" ? "title" : "anywhere"] !== undefined,
    contains: (scope) => inScope(scope, has),
    containsNearby: (scope) => inScope(scope, isNear),
  };
}

type Search = { db: Database; terms: Term[]; query: PostQuery; viewer: Viewer; now: number };

/** Finds ids by field; in the title only where the order depends on it. */
async function inFields(
  query: PostQuery,
  find: (field: SearchField) => Promise<Ids>,
): Promise<Record<SearchField, Ids>> {
  const anywhere = await find("anywhere");
  return { anywhere, title: isByRelevance(query) ? await find("title") : undefined };
}

/** The public posts that have the words, before filters: reads the search index only, minus the hidden posts. */
async function publicIds({ db, terms, now }: Search, field: SearchField): Promise<Ids> {
  const { ids } = await matches.get(db, JSON.stringify([terms, field]), now, async () => {
    const { rows } = await sql<{ id: number }>`
      select id from (${getEngine(db).search.ids(terms, field)}) as found
      where id not in ${hiddenIds(db, now)} limit ${LIMIT}`.execute(db);
    return { ids: idsOf(rows) };
  });
  return ids;
}

/** The ids of `unfiltered` with the query's tag and author. */
async function filteredIds(
  { db, query, now, terms, viewer }: Search,
  field: SearchField,
  unfiltered: SearchMatches,
): Promise<Ids> {
  const { author, q, tag } = query;
  const filter = { author, q, tag };
  const { ids } = await matches.get(db, JSON.stringify([terms, field, tag, author]), now, async () => {
    const rows = await fromPosts(db, filter)
      .select("posts.id")
      .where(whereMatches(filter, { viewer, now, matches: unfiltered, scope: field }))
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
  const unfiltered = toMatches(db, terms, key, await inFields(query, (field) => publicIds(search, field)));
  if (author === undefined && tag === undefined) return unfiltered;
  return toMatches(db, terms, key, await inFields(query, (field) => filteredIds(search, field, unfiltered)));
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
  if (query.status === undefined) return findPublicMatches({ db, terms, query, viewer, now });
  const find = (field: SearchField) => getEngine(db).search.find(db, terms, field, SEARCH_TOTAL_MAX);
  return toMatches(db, terms, "", await inFields(query, find));
}
