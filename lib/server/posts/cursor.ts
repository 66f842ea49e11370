import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { isSigned, sign } from "#lib/server/secret";

/** The sorted columns of a page's last row: the next page begins behind them. */
export type Position = (string | number)[];

/**
 * An opaque text that stands for a position in a list, signed together with what list it is of: a cursor of another
 * list, or one that somebody wrote, is refused.
 */
export async function toCursor(db: Database, list: string, position: Position): Promise<string> {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${payload}.${await sign(db, `${list} ${payload}`)}`;
}

/** @throws {Problem} 400 for a cursor that is not one of this list */
export async function fromCursor(db: Database, list: string, cursor: string): Promise<Position> {
  const [payload = "", signature = "", ...more] = cursor.split(".");
  if (more.length === 0 && (await isSigned(db, `${list} ${payload}`, signature)))
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  throw new Problem("validation", { fields: { after: ["This is not a cursor of this list"] } });
}
