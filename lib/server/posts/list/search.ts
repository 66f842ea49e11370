import { sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import type { Database } from "#lib/server/db/tables";
import type { CursorPosition } from "#lib/server/pagination";
import type { PostQuery } from "#lib/shared/post-query";
import type { ListContext, MatchScope, SearchMatches } from "./filter.ts";
import { keysetQuery, type RowPosition } from "./keyset.ts";
import { getOrder, isByRelevance } from "./order.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

/** How far the list without the search is walked to fill a page with what has frequent words: a little, then further. */
const SCAN_LIMITS = [500, 5_000];
/** How many hits are sorted and cached at once where no walk has filled the page. */
const WINDOW = 1_000;

type SearchContext = ListContext & { matches: SearchMatches };

/** Consecutive hits of a part in a list's order: those behind `start`, or from the first one on. */
type SortedRun = {
  start: CursorPosition | undefined;
  places: RowPosition[];
  /** Whether no hit comes behind them. */
  isLast: boolean;
};

const BYTES_PER_PLACE = 100;
const bytesOfPlace = ({ place }: RowPosition) => BYTES_PER_PLACE + (typeof place === "string" ? 2 * place.length : 0);
/** One run for each search, part and order: the 32 longest that there can be, or many more of usual length. */
const runs = new ContentCache<SortedRun>({
  max: 1_000,
  maxBytes: 32 * SEARCH_TOTAL_MAX * BYTES_PER_PLACE,
  bytesOf: ({ places }) => places.reduce((bytes, place) => bytes + bytesOfPlace(place), 0),
});

/** At most `wanted` places of a run behind a position; undefined where the run does not hold them. */
function sliceRun(
  { isLast, places, start }: SortedRun,
  wanted: number,
  position?: CursorPosition,
): RowPosition[] | undefined {
  const isAt = (at: CursorPosition | undefined) => at?.[0] === position?.[0] && at?.[1] === position?.[1];
  const before = isAt(start) ? -1 : places.findIndex(({ id, place }) => isAt([place, id]));
  if (before === -1 && !isAt(start)) return undefined;
  const found = places.slice(before + 1, before + 1 + wanted);
  return found.length === wanted || isLast ? found : undefined;
}

/**
 * Of very many hits those that stand among the next `reach` rows of the list without the search. They are found before
 * they are sorted: an index in the list's order would lead through all posts.
 */
async function findNearby(
  db: Database,
  query: PostQuery,
  { matches, ...asking }: SearchContext,
  part: MatchScope,
  { position, reach }: { position: CursorPosition | undefined; reach: number },
): Promise<RowPosition[]> {
  const list = keysetQuery(db, { ...query, q: undefined }, asking, position).limit(reach);
  const direction = sql.raw(getOrder(query).direction);
  const { rows } = await sql<RowPosition>`
    with near as materialized ${list} select id, place from near where ${matches.containsNearby(part)}
    order by place ${direction}, id ${direction}`.execute(db);
  return rows;
}

/** A run of very many hits, with at least `wanted` of them where there are so many behind the position. */
async function computeRun(
  db: Database,
  query: PostQuery,
  asking: SearchContext,
  part: MatchScope,
  wanted: number,
  start?: CursorPosition,
): Promise<SortedRun> {
  for (const reach of SCAN_LIMITS) {
    const places = await findNearby(db, query, asking, part, { position: start, reach });
    if (places.length >= wanted) return { start, places, isLast: false };
  }
  const places = await keysetQuery(db, query, { ...asking, scope: part }, start)
    .limit(WINDOW)
    .execute();
  return { start, places, isLast: places.length < WINDOW };
}

/** At most `wanted` hits of a part, in the list's order, from a position on. */
async function findInScope(
  db: Database,
  query: PostQuery,
  asking: SearchContext,
  part: MatchScope,
  wanted: number,
  position?: CursorPosition,
): Promise<RowPosition[]> {
  const { matches, now } = asking;
  const sorted = (from?: CursorPosition) => keysetQuery(db, query, { ...asking, scope: part }, from);
  const page = () => sorted(position).limit(wanted).execute();
  // Drafts and the trash have no content version.
  if (query.status !== undefined) return page();
  const { by, direction } = getOrder(query);
  const key = JSON.stringify([matches.key, part, by, direction]);
  if (matches.isSmall(part)) {
    const all = async () => ({ start: undefined, places: await sorted().execute(), isLast: true });
    // A cursor from before a change may name a place where no post stands any more.
    return sliceRun(await runs.get(db, key, now, all), wanted, position) ?? page();
  }
  const isHit = (run: SortedRun) => sliceRun(run, wanted, position) !== undefined;
  const run = await runs.get(db, key, now, () => computeRun(db, query, asking, part, wanted, position), isHit);
  return sliceRun(run, wanted, position) ?? [];
}

/** What a cursor of a search holds: by relevance, whether the words are in the title, before what any list sorts by. */
export type FoundPosition = { id: number; position: CursorPosition };

/**
 * The first `wanted` hits of a search from a position on. By relevance means: posts that have every
 * word in their title first, the newest first among equals. Unlike a score, which every other post has a part in, this
 * does not move while others are written, so a reader who pages through it misses nothing; and it is the same on every
 * engine.
 */
export async function searchPositions(
  db: Database,
  query: PostQuery,
  asking: SearchContext,
  wanted: number,
  position?: CursorPosition,
): Promise<FoundPosition[]> {
  if (!isByRelevance(query)) {
    const places = await findInScope(db, query, asking, "anywhere", wanted, position);
    return places.map(({ id, place }) => ({ id, position: [place, id] }));
  }
  const [inTitle, ...behind] = position ?? [];
  const found: FoundPosition[] = [];
  for (const [part, mark] of [
    ["title", 1],
    ["rest", 0],
  ] as const) {
    if (found.length === wanted || (inTitle !== undefined && Number(inTitle) < mark)) continue;
    const from = inTitle === mark ? behind : undefined;
    const places = await findInScope(db, query, asking, part, wanted - found.length, from);
    found.push(...places.map(({ id, place }) => ({ id, position: [mark, place, id] })));
  }
  return found;
}
