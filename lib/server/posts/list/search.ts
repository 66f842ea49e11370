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
import { SCAN_FIRST, SCAN_MAX, SEARCH_TOTAL_MAX, WINDOW } from "./search-limits.ts";

/** How many times the rows that a page still needs are scanned next: those before may have had more matches. */
const SCAN_MARGIN = 1.5;

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

/** The matches among consecutive rows of the unfiltered list, and the position of the last row. */
type Scan = { found: RowPosition[]; end: CursorPosition | undefined };

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
): Promise<Scan> {
  const list = keysetQuery(db, { ...query, q: undefined }, context, position).limit(reach);
  const { direction } = getOrder(query);
  const forwards = sql.raw(direction);
  const backwards = sql.raw(direction === "desc" ? "asc" : "desc");
  const { rows } = await sql<RowPosition & { isLast: number }>`
    with near as materialized ${list}, span as materialized (select min(id) as low, max(id) as high from near),
    last as (select id, sort_key, 1 as "isLast" from near order by sort_key ${backwards}, id ${backwards} limit 1)
    select id, sort_key, 0 as "isLast" from near where ${matches.containsNearby(scope)} union all select * from last
    order by "isLast", sort_key ${forwards}, id ${forwards}`.execute(db);
  const last = rows.find(({ isLast }) => isLast === 1);
  const found = rows.filter(({ isLast }) => isLast === 0).map(({ id, sort_key }) => ({ id, sort_key }));
  return { found, end: last && [last.sort_key, last.id] };
}

/**
 * The next matches of the unfiltered list, at least `wanted`; undefined where SCAN_MAX rows have fewer, or few are left. Scans three
 * times at most: SCAN_FIRST rows, as many as the matches among these suggest, all others.
 */
async function scanNearby(
  db: Database,
  query: PostQuery,
  context: SearchContext,
  scope: MatchScope,
  wanted: number,
  start?: CursorPosition,
): Promise<RowPosition[] | undefined> {
  const positions: RowPosition[] = [];
  for (let [position, reach, scanned] = [start, SCAN_FIRST, 0]; scanned < SCAN_MAX; ) {
    const { end, found } = await findNearby(db, query, context, scope, { position, reach });
    positions.push(...found);
    if (positions.length >= wanted) return positions;
    if (end === undefined || (positions.length === 0 && (await withFew(context, scope)).isSmall(scope))) break;
    const needed = (SCAN_MARGIN * reach * (wanted - positions.length)) / positions.length;
    const suggested = scanned === 0 ? Math.ceil(needed) : SCAN_MAX;
    scanned += reach;
    reach = Math.min(SCAN_MAX - scanned, suggested);
    position = end;
  }
  return undefined;
}

/** The matches with the ids of those in a scope, if these are few: in the title there may be few of very many. */
const withFew = async ({ matches }: SearchContext, scope: MatchScope) =>
  scope === "title" ? matches.withTitles() : matches;

/** Computes a run of very many matches, with at least `wanted` of them if so many follow the position. */
async function computeRun(
  db: Database,
  query: PostQuery,
  context: SearchContext,
  scope: MatchScope,
  wanted: number,
  start?: CursorPosition,
): Promise<SortedRun> {
  const near = await scanNearby(db, query, context, scope, wanted, start);
  if (near) return { start, positions: near, isLast: false };
  const matches = await withFew(context, scope);
  const isSmall = matches.isSmall(scope);
  const rows = keysetQuery(db, query, { ...context, matches, scope }, isSmall ? undefined : start);
  if (isSmall) return { start: undefined, positions: await rows.execute(), isLast: true };
  const positions = await rows.limit(WINDOW).execute();
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
  return sliceRun(run, wanted, position) ?? page();
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
    const matches = scope === "rest" ? await context.matches.withTitles() : context.matches;
    const positions = await findInScope(db, query, { ...context, matches }, scope, wanted - found.length, from);
    found.push(...positions.map(({ id, sort_key }) => ({ id, position: [inTitle, sort_key, id] })));
  }
  return found;
}
