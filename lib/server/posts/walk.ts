import type { Database } from "#lib/server/db/tables";
import type { PostQuery } from "#lib/shared/post-query";
import type { Position } from "./cursor.ts";
import { type Asking, type Due, matching, postsFor } from "./filter.ts";
import { behind, orderOf } from "./order.ts";

/** Where a row stands in its list: what it is sorted by, and its id. */
export type Place = { id: number; place: string | number };

/** How a walk from a position on makes sure that posts are due. */
export function dueOf(query: PostQuery, now: number, position?: Position): Due {
  const { by, direction } = orderOf(query);
  if (by !== "published_at") return "checked";
  // The clock of the process that gave the cursor out may be ahead.
  return direction === "desc" && position && Number(position[0]) <= now ? "known" : "bounded";
}

/** The rows of a list from a position on, in its order, each with its place; the caller says what else of them, and how many. */
export function walk(db: Database, query: PostQuery, asking: Asking, position?: Position) {
  const order = orderOf(query);
  const [place, id] = order.columns;
  const { hits, part = "anywhere" } = asking;
  const { due = hits?.isFew(part) ? "checked" : dueOf(query, asking.now, position) } = asking;
  const rows = postsFor(db, query)
    .select([id.as("id"), place.as("place")])
    .where(matching(query, { ...asking, due }))
    .orderBy(place, order.direction)
    .orderBy(id, order.direction);
  return position ? rows.where(behind(order, position)) : rows;
}
