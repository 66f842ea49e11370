import type { Database } from "#lib/server/db/tables";
import { Problem } from "./problem.ts";
import { sign, verifySignature } from "./secret.ts";

/** The sort key of a page's last row: the next page begins after it. */
export type CursorPosition = (string | number)[];

/**
 * An opaque cursor for a position in a list, signed together with the list's name, so that a cursor of another list or a
 * forged one is refused.
 */
export async function encodeCursor(db: Database, list: string, position: CursorPosition): Promise<string> {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${payload}.${await sign(db, `${list} ${payload}`)}`;
}

/** The position in a cursor. @throws {Problem} 400 for a cursor of another list or an invalid one */
export async function parseCursor(db: Database, list: string, cursor: string): Promise<CursorPosition> {
  const [payload = "", signature = "", ...more] = cursor.split(".");
  if (more.length === 0 && (await verifySignature(db, `${list} ${payload}`, signature)))
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  throw new Problem("validation", { fields: { after: ["This is not a cursor of this list"] } });
}
