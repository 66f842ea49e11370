import type { Database } from "#lib/server/db/tables";
import { Problem } from "./problem.ts";
import { sign, verifySignature } from "./secret.ts";

/** The sort key of a page's last row: the next page begins after it. */
export type CursorPosition = (string | number)[];

/**
 * Encodes a position in a list as an opaque cursor. It is signed together with the list's name, so that forged cursors and
 * those of other lists are refused.
 */
export async function encodeCursor(db: Database, list: string, position: CursorPosition): Promise<string> {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${payload}.${await sign(db, `${list} ${payload}`)}`;
}

/** The cursor of the next page. @param last the position of a page's last row; undefined on the last page */
export const nextCursor = async (db: Database, list: string, last: CursorPosition | undefined) =>
  last && encodeCursor(db, list, last);

/** Decodes `after`; undefined for the first page. @throws {Problem} 400 for a cursor that is not one of this list */
export async function parseCursor(db: Database, list: string, after: string | undefined) {
  if (after === undefined) return undefined;
  const [payload = "", signature = "", ...more] = after.split(".");
  if (more.length === 0 && (await verifySignature(db, `${list} ${payload}`, signature)))
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as CursorPosition;
  throw new Problem("validation", { fields: { after: ["This is not a cursor of this list"] } });
}

/**
 * Cuts a page out of `limit + 1` rows: the extra one shows whether another page follows.
 * @param fit shortens a page that would be too large
 * @returns the page and, if more rows follow, its last row
 */
export function takePage<Row>(rows: Row[], limit: number, fit = (page: Row[]) => page) {
  const page = fit(rows.slice(0, limit));
  return { page, last: rows.length > page.length ? page.at(-1) : undefined };
}

/**
 * A link to the next page (RFC 8288): the same URL and parameters with the next cursor; undefined on the last page.
 * @param url absolute, without a query
 */
export function nextPageLink(url: string, query: object, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const params = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  params.set("after", cursor);
  return `<${url}?${params}>; rel="next"`;
}
