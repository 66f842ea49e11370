import { getEngine } from "./engine.ts";
import type { Database, DatabaseTransaction } from "./tables.ts";

/**
 * Does `work` whole or not at all: whatever it throws undoes it. Inside a transaction it is part of that one.
 */
export async function inTransaction<T>(db: Database, work: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as DatabaseTransaction);
  const engine = getEngine(db);
  const result = await engine.transaction(db, work);
  engine.markCommitted();
  return result;
}

/** Reads everything as it is at one moment, whoever writes meanwhile. */
export async function inReadSnapshot<T>(db: Database, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}
