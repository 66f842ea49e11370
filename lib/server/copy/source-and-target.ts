import { statSync } from "node:fs";
import { sqliteFile } from "#lib/server/db/connection-string";
import { DatabaseError } from "#lib/server/db/database-error";
import { connect } from "#lib/server/db/open";
import { inspectSchema } from "#lib/server/db/schema";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { TABLE_NAMES, type TableName } from "./tables.ts";

/** Size of a file in bytes; 0 if it does not exist. */
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Whether a connection string names a file that does not exist, or is empty. */
export function isMissing(url: string): boolean {
  const file = sqliteFile(url);
  return file !== undefined && sizeOf(file) === 0;
}

/**
 * Runs `work` on the database at `url`. Until it calls `opened`, errors count as failures to open the database.
 * @throws {DatabaseError} for such a failure
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
 * Reads the database at `url` in one snapshot. Creates and changes nothing.
 * @throws {DatabaseError} if it does not exist or has another schema version
 */
export async function readSource<T>(url: string, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return openingAt(url, async (opened) => {
    const db = await connectExisting(url);
    try {
      return await inReadSnapshot(db, async (trx) => {
        await requireCurrentSchema(trx, url);
        opened();
        return read(trx);
      });
    } finally {
      await db.destroy();
    }
  });
}

/**
 * Checks that `url` has a database of this version; creates nothing.
 * @throws {DatabaseError} if it does not
 */
export const requireDatabase = (url: string): Promise<void> => readSource(url, async () => {});

/** Opens a database; creates none. @throws {DatabaseError} if there is none */
export async function connectExisting(url: string, purpose: "read" | "fill" = "read"): Promise<Database> {
  if (isMissing(url)) throw new DatabaseError(url, "there is no database; must be an existing one");
  return connect(url, purpose);
}

async function requireCurrentSchema(trx: DatabaseTransaction, url: string): Promise<void> {
  const schema = await inspectSchema(trx, TABLE_NAMES);
  if (schema === "newer") throw new DatabaseError(url, "was written by a newer Octavo; must be opened with that one");
  if (schema === "older") {
    throw new DatabaseError(url, "was written by an older Octavo; must be migrated first, by npx octavo migrate");
  }
  if (schema !== "current")
    throw new DatabaseError(url, "holds no Octavo database; must be one that Octavo has created");
}

/**
 * Checks that the database at `url` is empty, without changing it.
 * @throws {DatabaseError} if it is not
 */
export async function requireEmptyTarget(url: string): Promise<void> {
  await openingAt(url, async () => {
    if (isMissing(url)) return;
    const db = await connect(url, "read");
    try {
      await inReadSnapshot(db, (trx) => requireEmpty(trx, url));
    } finally {
      await db.destroy();
    }
  });
}

/**
 * @param withoutTables whether it must not even have Octavo's tables
 * @throws {DatabaseError} if the database has foreign tables, or any content
 */
export async function requireEmpty(db: Database, url: string, withoutTables = false): Promise<void> {
  const schema = await inspectSchema(db, TABLE_NAMES);
  if (schema === "none") return;
  if (withoutTables) {
    throw new DatabaseError(url, "it has tables already, and the backup is of an earlier version; must have no tables");
  }
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
