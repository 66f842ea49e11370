import { statSync } from "node:fs";
import { connect } from "#lib/server/db/open";
import { schemaOf } from "#lib/server/db/schema";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { atOneMoment } from "#lib/server/db/transaction";
import { fileOf, withoutPassword } from "./address.ts";
import { CopyRefused } from "./refusal.ts";
import { TABLE_NAMES, type TableName } from "./tables.ts";

/** Size of a file in bytes; 0 where there is none. */
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Reads the database at `url` as it is at one moment. Makes nothing and changes nothing there.
 * @throws {CopyRefused} where it is none of ours
 */
export async function reading<T>(url: string, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  const file = fileOf(url);
  if (file !== undefined && sizeOf(file) === 0) throw new CopyRefused(`there is no database at ${url}`);
  const db = await connect(url, "read");
  try {
    return await atOneMoment(db, async (trx) => {
      await requireOurs(trx, url);
      return read(trx);
    });
  } finally {
    await db.destroy();
  }
}

async function requireOurs(trx: DatabaseTransaction, url: string): Promise<void> {
  const schema = await schemaOf(trx, TABLE_NAMES);
  const shown = withoutPassword(url);
  if (schema === "newer") throw new CopyRefused(`${shown} was written by a newer Octavo`);
  if (schema === "older") throw new CopyRefused(`${shown} was written by an older Octavo; start this one on it once`);
  if (schema !== "current") throw new CopyRefused(`${shown} holds no Octavo database`);
}

/**
 * Looks whether the database at `url` can be filled, without touching it.
 * @throws {CopyRefused} where there is something in it
 */
export async function requireFillable(url: string): Promise<void> {
  const file = fileOf(url);
  if (file !== undefined && sizeOf(file) === 0) return;
  const db = await connect(url, "read");
  try {
    await atOneMoment(db, (trx) => requireEmpty(trx, url));
  } finally {
    await db.destroy();
  }
}

/** @throws {CopyRefused} where the database has tables that are not ours, or anything was ever published in it */
export async function requireEmpty(db: Database, url: string): Promise<void> {
  const schema = await schemaOf(db, TABLE_NAMES);
  if (schema === "none") return;
  const shown = withoutPassword(url);
  if (schema !== "current")
    throw new CopyRefused(`${shown} is not empty: it holds tables that this Octavo did not make`);
  for (const table of TABLE_NAMES) {
    if (await isUsed(db, table)) throw new CopyRefused(`${shown} is not empty: there are rows in ${table}`);
  }
}

async function isUsed(db: Database, table: TableName): Promise<boolean> {
  if (table === "secret") return false;
  const rows = db.selectFrom(table).selectAll().limit(1);
  const row = await rows.executeTakeFirst();
  return table === "content_version" ? (row as { number: number } | undefined)?.number !== 0 : row !== undefined;
}
