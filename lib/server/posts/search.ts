import { sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import type { Database } from "#lib/server/db/tables";
import type { PostQuery } from "#lib/shared/post-query";
import type { Position } from "./cursor.ts";
import type { Asking, Hits, Part } from "./filter.ts";
import { isByRelevance, orderOf } from "./order.ts";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";
import { type Place, walk } from "./walk.ts";

/** How far the list without the search is walked to fill a page with what has frequent words: a little, then further. */
const REACHES = [500, 5_000];
/** How many hits are sorted and cached at once where no walk has filled the page. */
const WINDOW = 1_000;

type Searching = Asking & { hits: Hits };

/** Consecutive hits of a part in a list's order: those behind `start`, or from the first one on. */
type Run = {
  start: Position | undefined;
  places: Place[];
  /** Whether no hit comes behind them. */
  isLast: boolean;
};

const BYTES_PER_PLACE = 100;
const bytesOfPlace = ({ place }: Place) => BYTES_PER_PLACE + (typeof place === "string" ? 2 * place.length : 0);
/** One run for each search, part and order: the 32 longest that there can be, or many more of usual length. */
const runs = new ContentCache<Run>({
  max: 1_000,
  maxBytes: 32 * SEARCH_TOTAL_MAX * BYTES_PER_PLACE,
  bytesOf: ({ places }) => places.reduce((bytes, place) => bytes + bytesOfPlace(place), 0),
});

/** At most `wanted` places of a run behind a position; undefined where the run does not hold them. */
function take({ isLast, places, start }: Run, wanted: number, position?: Position): Place[] | undefined {
  const isAt = (at: Position | undefined) => at?.[0] === position?.[0] && at?.[1] === position?.[1];
  const before = isAt(start) ? -1 : places.findIndex(({ id, place }) => isAt([place, id]));
  if (before === -1 && !isAt(start)) return undefined;
  const found = places.slice(before + 1, before + 1 + wanted);
  return found.length === wanted || isLast ? found : undefined;
}

/**
 * Of very many hits those that stand among the next `reach` rows of the list without the search. They are found before
 * they are sorted: an index in the list's order would lead through all posts.
 */
async function nearby(
  db: Database,
  query: PostQuery,
  { hits, ...asking }: Searching,
  part: Part,
  { position, reach }: { position: Position | undefined; reach: number },
): Promise<Place[]> {
  const list = walk(db, { ...query, q: undefined }, asking, position).limit(reach);
  const direction = sql.raw(orderOf(query).direction);
  const { rows } = await sql<Place>`
    with near as materialized ${list} select id, place from near where ${hits.isNear(part)}
    order by place ${direction}, id ${direction}`.execute(db);
  return rows;
}

/** A run of very many hits, with at least `wanted` of them where there are so many behind the position. */
async function runOfMany(
  db: Database,
  query: PostQuery,
  asking: Searching,
  part: Part,
  wanted: number,
  start?: Position,
): Promise<Run> {
  for (const reach of REACHES) {
    const places = await nearby(db, query, asking, part, { position: start, reach });
    if (places.length >= wanted) return { start, places, isLast: false };
  }
  const places = await walk(db, query, { ...asking, part }, start)
    .limit(WINDOW)
    .execute();
  return { start, places, isLast: places.length < WINDOW };
}

/** At most `wanted` hits of a part, in the list's order, from a position on. */
async function someOf(
  db: Database,
  query: PostQuery,
  asking: Searching,
  part: Part,
  wanted: number,
  position?: Position,
): Promise<Place[]> {
  const { hits, now } = asking;
  const sorted = (from?: Position) => walk(db, query, { ...asking, part }, from);
  const page = () => sorted(position).limit(wanted).execute();
  // Drafts and the trash have no content version.
  if (query.status !== undefined) return page();
  const { by, direction } = orderOf(query);
  const key = JSON.stringify([hits.key, part, by, direction]);
  if (hits.isFew(part)) {
    const all = async () => ({ start: undefined, places: await sorted().execute(), isLast: true });
    // A cursor from before a change may name a place where no post stands any more.
    return take(await runs.get(db, key, now, all), wanted, position) ?? page();
  }
  const isHit = (run: Run) => take(run, wanted, position) !== undefined;
  const run = await runs.get(db, key, now, () => runOfMany(db, query, asking, part, wanted, position), isHit);
  return take(run, wanted, position) ?? [];
}

/** What a cursor of a search holds: by relevance, whether the words are in the title, before what any list sorts by. */
export type FoundPlace = { id: number; position: Position };

/**
 * The first `wanted` hits of a search from a position on. By relevance means: posts that have every
 * word in their title first, the newest first among equals. Unlike a score, which every other post has a part in, this
 * does not move while others are written, so a reader who pages through it misses nothing; and it is the same on every
 * engine.
 */
export async function searchPlaces(
  db: Database,
  query: PostQuery,
  asking: Searching,
  wanted: number,
  position?: Position,
): Promise<FoundPlace[]> {
  if (!isByRelevance(query)) {
    const places = await someOf(db, query, asking, "anywhere", wanted, position);
    return places.map(({ id, place }) => ({ id, position: [place, id] }));
  }
  const [inTitle, ...behind] = position ?? [];
  const found: FoundPlace[] = [];
  for (const [part, mark] of [
    ["title", 1],
    ["rest", 0],
  ] as const) {
    if (found.length === wanted || (inTitle !== undefined && Number(inTitle) < mark)) continue;
    const from = inTitle === mark ? behind : undefined;
    const places = await someOf(db, query, asking, part, wanted - found.length, from);
    found.push(...places.map(({ id, place }) => ({ id, position: [mark, place, id] })));
  }
  return found;
}
