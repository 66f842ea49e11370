import type { Database } from "#lib/server/db/tables";
import type { CursorPosition } from "#lib/server/pagination";
import type { PostQuery } from "#lib/shared/post-query";
import { type DueCheck, fromPosts, type ListContext, whereMatches } from "./filter.ts";
import { afterCursor, getOrder } from "./order.ts";

/** Where a row stands in its list: what it is sorted by, and its id. */
export type RowPosition = { id: number; place: string | number };

/** How a walk from a position on makes sure that posts are due. */
export function dueCheckFor(query: PostQuery, now: number, position?: CursorPosition): DueCheck {
  const { by, direction } = getOrder(query);
  if (by !== "published_at") return "checked";
  // The clock of the process that gave the cursor out may be ahead.
  return direction === "desc" && position && Number(position[0]) <= now ? "known" : "bounded";
}

/** The rows of a list from a position on, in its order, each with its place; the caller says what else of them, and how many. */
export function keysetQuery(db: Database, query: PostQuery, asking: ListContext, position?: CursorPosition) {
  const order = getOrder(query);
  const [place, id] = order.columns;
  const { matches, scope = "anywhere" } = asking;
  const { due = matches?.isSmall(scope) ? "checked" : dueCheckFor(query, asking.now, position) } = asking;
  const rows = fromPosts(db, query)
    .select([id.as("id"), place.as("place")])
    .where(whereMatches(query, { ...asking, due }))
    .orderBy(place, order.direction)
    .orderBy(id, order.direction);
  return position ? rows.where(afterCursor(order, position)) : rows;
}
