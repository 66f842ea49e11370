import { type RawBuilder, sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import type { PostQuery } from "#lib/shared/post-query";
import type { Position } from "./cursor.ts";
import type { Asking } from "./filter.ts";
import type { Hits, Part } from "./hits.ts";
import { isByRelevance, orderOf } from "./order.ts";
import { type Place, walk } from "./walk.ts";

/** How far the list without the search is walked to fill a page with what has frequent words: a little, then further. */
const REACHES = [500, 5_000];

type Searching = Asking & { hits: Hits };

/**
 * The first rows of what was found, in the list's order. They are found before and apart from it: an index in this order
 * would lead through all posts, most of which are none of these.
 */
async function firstOf(db: Database, query: PostQuery, found: RawBuilder<unknown>, wanted: number): Promise<Place[]> {
  const direction = sql.raw(orderOf(query).direction);
  const { rows } = await sql<Place>`
    ${found} order by place ${direction}, id ${direction} limit ${wanted}`.execute(db);
  return rows;
}

/** Of very many hits those that stand among the next `reach` rows of the list without the search; at most `wanted`. */
async function nearby(
  db: Database,
  query: PostQuery,
  { hits, ...asking }: Searching,
  part: Part,
  wanted: number,
  { position, reach }: { position: Position | undefined; reach: number },
): Promise<Place[]> {
  const list = walk(db, { ...query, q: undefined }, asking, position).limit(reach);
  const found = sql`with near as materialized ${list} select id, place from near where ${hits.isNear(part)}`;
  return firstOf(db, query, found, wanted);
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
  const reaches = asking.hits.isFew(part) || query.status !== undefined ? [] : REACHES;
  for (const reach of reaches) {
    const found = await nearby(db, query, asking, part, wanted, { position, reach });
    if (found.length === wanted) return found;
  }
  return walk(db, query, { ...asking, part }, position)
    .limit(wanted)
    .execute();
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
