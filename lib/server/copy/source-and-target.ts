import { statSync } from "node:fs";
import { sqliteFile } from "#lib/server/db/connection-string";
import { DatabaseError } from "#lib/server/db/database-error";
import { connect } from "#lib/server/db/open";
import { inspectSchema } from "#lib/server/db/schema";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { TABLE_NAMES, type TableName } from "./tables.ts";

/** Size of a file in bytes; 0 where there is none. */
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Does `work` on the database at `url`. Until it calls `opened`, an error is one of opening the database.
 * @throws {DatabaseError} for such an error
 */
export async function openingAt<T>(url: string, work: (opened: () => void) => Promise<T>): Promise<T> {
  let isOpen = false;
  try {
    return await work(() => {
      isOpen = true;
    });
  } catch (error) {
    throw isOpen || error instanceof DatabaseError ? error : new DatabaseError(url, error);
  }
}

/**
 * Reads the database at `url` as it is at one moment. Creates nothing and changes nothing there.
 * @throws {DatabaseError} where there is none, or none that this version can use
 */
export async function readSource<T>(url: string, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return openingAt(url, async (opened) => {
    const db = await existing(url);
    try {
      return await inReadSnapshot(db, async (trx) => {
        await requireOurs(trx, url);
        opened();
        return read(trx);
      });
    } finally {
      await db.destroy();
    }
  });
}

/**
 * Checks that there is a database of this version at `url`, and creates none.
 * @throws {DatabaseError} where there is none
 */
export const requireDatabase = (url: string): Promise<void> => readSource(url, async () => {});

async function existing(url: string): Promise<Database> {
  const file = sqliteFile(url);
  if (file !== undefined && sizeOf(file) === 0) {
    throw new DatabaseError(url, "there is no database; must be an existing one");
  }
  return connect(url, "read");
}

async function requireOurs(trx: DatabaseTransaction, url: string): Promise<void> {
  const schema = await inspectSchema(trx, TABLE_NAMES);
  if (schema === "newer") throw new DatabaseError(url, "was written by a newer Octavo; must be opened with that one");
  if (schema === "older") {
    throw new DatabaseError(url, "was written by an older Octavo; must be migrated first, by starting this one on it");
  }
  if (schema !== "current")
    throw new DatabaseError(url, "holds no Octavo database; must be one that Octavo has created");
}

/**
 * Looks whether the database at `url` can be filled, without touching it.
 * @throws {DatabaseError} where there is something in it
 */
export async function requireEmptyTarget(url: string): Promise<void> {
  await openingAt(url, async () => {
    const file = sqliteFile(url);
    if (file !== undefined && sizeOf(file) === 0) return;
    const db = await connect(url, "read");
    try {
      await inReadSnapshot(db, (trx) => requireEmpty(trx, url));
    } finally {
      await db.destroy();
    }
  });
}

/** @throws {DatabaseError} where the database has tables that are not ours, or anything was ever published in it */
export async function requireEmpty(db: Database, url: string): Promise<void> {
  const schema = await inspectSchema(db, TABLE_NAMES);
  if (schema === "none") return;
  if (schema !== "current") {
    throw new DatabaseError(url, "it holds tables that this Octavo did not create; must be empty");
  }
  for (const table of TABLE_NAMES) {
    if (await isUsed(db, table)) throw new DatabaseError(url, `there are rows in ${table}; must be empty`);
  }
}

async function isUsed(db: Database, table: TableName): Promise<boolean> {
  if (table === "secret") return false;
  const rows = db.selectFrom(table).selectAll().limit(1);
  const row = await rows.executeTakeFirst();
  return table === "content_version" ? (row as { number: number } | undefined)?.number !== 0 : row !== undefined;
}
