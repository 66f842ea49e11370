import { type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { PAGE_DEFAULT, type PageQuery } from "#lib/shared/params";
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

/** A row with a time in milliseconds in this column. */
type RowWith<Time extends string> = { id: string } & Record<Time, number>;

/**
 * Loads a page of a list, the newest rows first; of the same time, those with the greater id.
 * @param list its name, see `encodeCursor`
 * @param query selects the whole list
 * @param table the one whose column `id`, and whose column `time` in milliseconds, decide the order
 * @returns the page, and the next cursor
 * @throws {Problem} 400 for a cursor that is not one of this list
 */
export async function loadNewest<DB, Table extends keyof DB, Time extends string, Row extends RowWith<Time>>(
  db: Database,
  list: string,
  { query, table, time }: { query: SelectQueryBuilder<DB, Table, Row>; table: Table & string; time: Time },
  { after, limit = PAGE_DEFAULT }: Partial<PageQuery>,
): Promise<{ page: Row[]; next: string | undefined }> {
  const position = await parseCursor(db, list, after);
  const [timeColumn, id] = [sql.ref(`${table}.${time}`), sql.ref(`${table}.id`)];
  const rows = (await query
    .$if(position !== undefined, (all) =>
      all.where(sql<SqlBool>`(${timeColumn}, ${id}) < (${position?.[0]}, ${position?.[1]})`),
    )
    .orderBy(timeColumn, "desc")
    .orderBy(id, "desc")
    .limit(limit + 1)
    .execute()) as Row[];
  const { page, last } = takePage(rows, limit);
  return { page, next: await nextCursor(db, list, last && [last[time], last.id]) };
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
