import { sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import type { Database } from "#lib/server/db/tables";
import type { CursorPosition } from "#lib/server/pagination";
import type { PostQuery } from "#lib/shared/post-query";
import {
  getOrder,
  isByRelevance,
  keysetQuery,
  type ListContext,
  type MatchScope,
  type RowPosition,
  type SearchMatches,
} from "./query.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

/** How many rows of the unfiltered list are scanned to fill a page with matches of frequent words: few, then more. */
const SCAN_LIMITS = [500, 5_000];
/** How many matches are sorted and cached at once where no scan has filled the page. */
const WINDOW = 1_000;

type SearchContext = ListContext & { matches: SearchMatches };

/** Consecutive matches of a scope in a list's order: those after `start`, or from the first one on. */
type SortedRun = {
  start: CursorPosition | undefined;
  positions: RowPosition[];
  /** Whether no match follows. */
  isLast: boolean;
};

const BYTES_PER_POSITION = 100;
const bytesOfPosition = ({ sort_key }: RowPosition) =>
  BYTES_PER_POSITION + (typeof sort_key === "string" ? 2 * sort_key.length : 0);
/** One run for each search, scope and order. Has room for the 32 longest possible runs, or many more of usual length. */
const runs = new ContentCache<SortedRun>({
  name: "search runs",
  max: 1_000,
  maxBytes: 32 * SEARCH_TOTAL_MAX * BYTES_PER_POSITION,
  bytesOf: ({ positions }) => positions.reduce((bytes, position) => bytes + bytesOfPosition(position), 0),
});

/** At most `wanted` positions of a run after a position; undefined where the run does not contain them. */
function sliceRun(
  { isLast, positions, start }: SortedRun,
  wanted: number,
  position?: CursorPosition,
): RowPosition[] | undefined {
  const isAt = (at: CursorPosition | undefined) => at?.[0] === position?.[0] && at?.[1] === position?.[1];
  const before = isAt(start) ? -1 : positions.findIndex(({ id, sort_key }) => isAt([sort_key, id]));
  if (before === -1 && !isAt(start)) return undefined;
  const found = positions.slice(before + 1, before + 1 + wanted);
  return found.length === wanted || isLast ? found : undefined;
}

/**
 * Of very many matches those among the next `reach` rows of the unfiltered list. Filters before it sorts: an index in the
 * list's order would scan all posts.
 */
async function findNearby(
  db: Database,
  query: PostQuery,
  { matches, ...context }: SearchContext,
  scope: MatchScope,
  { position, reach }: { position: CursorPosition | undefined; reach: number },
): Promise<RowPosition[]> {
  const list = keysetQuery(db, { ...query, q: undefined }, context, position).limit(reach);
  const direction = sql.raw(getOrder(query).direction);
  const { rows } = await sql<RowPosition>`
    with near as materialized ${list} select id, sort_key from near where ${matches.containsNearby(scope)}
    order by sort_key ${direction}, id ${direction}`.execute(db);
  return rows;
}

/** Computes a run of very many matches, with at least `wanted` of them if so many follow the position. */
async function computeRun(
  db: Database,
  query: PostQuery,
  context: SearchContext,
  scope: MatchScope,
  wanted: number,
  start?: CursorPosition,
): Promise<SortedRun> {
  for (const reach of SCAN_LIMITS) {
    const positions = await findNearby(db, query, context, scope, { position: start, reach });
    if (positions.length >= wanted) return { start, positions, isLast: false };
  }
  const positions = await keysetQuery(db, query, { ...context, scope: scope }, start)
    .limit(WINDOW)
    .execute();
  return { start, positions, isLast: positions.length < WINDOW };
}

/** At most `wanted` matches of a scope after a position, in the list's order. */
async function findInScope(
  db: Database,
  query: PostQuery,
  context: SearchContext,
  scope: MatchScope,
  wanted: number,
  position?: CursorPosition,
): Promise<RowPosition[]> {
  const { matches, now } = context;
  const sorted = (from?: CursorPosition) => keysetQuery(db, query, { ...context, scope: scope }, from);
  const page = () => sorted(position).limit(wanted).execute();
  // Drafts and the trash have no content version.
  if (query.status !== undefined) return page();
  const { by, direction } = getOrder(query);
  const key = JSON.stringify([matches.key, scope, by, direction]);
  if (matches.isSmall(scope)) {
    const all = async () => ({ start: undefined, positions: await sorted().execute(), isLast: true });
    // The post at the cursor may have changed or been deleted since.
    return sliceRun(await runs.get(db, key, now, all), wanted, position) ?? page();
  }
  const isHit = (run: SortedRun) => sliceRun(run, wanted, position) !== undefined;
  const run = await runs.get(db, key, now, () => computeRun(db, query, context, scope, wanted, position), isHit);
  return sliceRun(run, wanted, position) ?? [];
}

/** The cursor position of a match: by relevance, whether the words are in the title, followed by the sort key and id. */
export type FoundPosition = { id: number; position: CursorPosition };

/**
 * The first `wanted` matches of a search after a position. By relevance means: posts with every word in their title first,
 * the newest first among equals. Unlike a score, which depends on all other posts, this order does not change while posts
 * are written, so that paging misses nothing; and it is the same on every engine.
 */
export async function searchPositions(
  db: Database,
  query: PostQuery,
  context: SearchContext,
  wanted: number,
  position?: CursorPosition,
): Promise<FoundPosition[]> {
  if (!isByRelevance(query)) {
    const positions = await findInScope(db, query, context, "anywhere", wanted, position);
    return positions.map(({ id, sort_key }) => ({ id, position: [sort_key, id] }));
  }
  const [startsInTitle, ...after] = position ?? [];
  const found: FoundPosition[] = [];
  for (const [scope, inTitle] of [
    ["title", 1],
    ["rest", 0],
  ] as const) {
    if (found.length === wanted || (startsInTitle !== undefined && Number(startsInTitle) < inTitle)) continue;
    const from = startsInTitle === inTitle ? after : undefined;
    const positions = await findInScope(db, query, context, scope, wanted - found.length, from);
    found.push(...positions.map(({ id, sort_key }) => ({ id, position: [inTitle, sort_key, id] })));
  }
  return found;
}
