import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import type { CursorPosition } from "#lib/server/pagination";
import type { PostQuery } from "#lib/shared/post-query";
import { findMatches } from "./matches.ts";
import { partsOf } from "./parts.ts";
import { getOrder, keysetQuery, type ListContext } from "./query.ts";
import { type FoundPosition, searchPositions } from "./search.ts";

async function positionsIn(
  db: Database,
  part: PostQuery,
  context: ListContext,
  wanted: number,
  position: CursorPosition | undefined,
): Promise<FoundPosition[]> {
  if (part.q === undefined) {
    const rows = await keysetQuery(db, part, context, position).limit(sql.lit(wanted)).execute();
    return rows.map(({ id, sort_key }) => ({ id, position: [sort_key, id] }));
  }
  const matches = await findMatches(db, part, context.viewer, context.now);
  return matches ? searchPositions(db, part, { ...context, matches }, wanted, position) : [];
}

type Key = CursorPosition[number] | undefined;

/** Compares sort keys as both engines do: texts by their bytes in UTF-8. */
function compareKeys(a: Key, b: Key): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** The first `wanted` posts of the status `any` after a position: at most so many of each part, merged. */
export async function mergedPositions(
  db: Database,
  query: PostQuery,
  context: ListContext,
  wanted: number,
  position?: CursorPosition,
): Promise<FoundPosition[]> {
  const found: FoundPosition[] = [];
  for (const part of partsOf(query, context.viewer)) {
    found.push(...(await positionsIn(db, part, context, wanted, position)));
  }
  const sign = getOrder(query).direction === "desc" ? -1 : 1;
  found.sort((a, b) => sign * (compareKeys(a.position[0], b.position[0]) || a.id - b.id));
  // A post that was published between two parts is in both.
  return found.filter(({ id }, index) => found.findIndex((other) => other.id === id) === index).slice(0, wanted);
}
