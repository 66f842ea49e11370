import { getEngine } from "./engine.ts";
import type { Database, DatabaseTransaction } from "./tables.ts";

/**
 * Runs `work` in a transaction, which is rolled back where it throws. Inside a transaction it joins that one.
 */
export async function inTransaction<T>(db: Database, work: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as DatabaseTransaction);
  const engine = getEngine(db);
  const result = await engine.transaction(db, work);
  engine.markCommitted();
  return result;
}

/** Runs reads in one read snapshot (repeatable read): concurrent writes are not visible. */
export async function inReadSnapshot<T>(db: Database, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}
