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

/** Runs `work` with a connection for long work, or with `db` where there is none. */
async function onJobConnection<T>(
  db: Database,
  purpose: "read" | "fill",
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const job = db.isTransaction ? undefined : getEngine(db).connectForJob(purpose);
  if (!job) return work(db);
  try {
    return await work(job);
  } finally {
    await job.destroy();
  }
}

/** `inTransaction` for work that takes minutes, without the timeouts of requests. */
export async function inLongTransaction<T>(db: Database, work: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  const result = await onJobConnection(db, "fill", (job) => inTransaction(job, work));
  getEngine(db).markCommitted();
  return result;
}

/** Runs reads in one read snapshot (repeatable read): concurrent writes are not visible. */
export async function inReadSnapshot<T>(db: Database, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}

/** `inReadSnapshot` for reads that take minutes: requests do not wait for its connection, and it has no timeouts. */
export async function inLongReadSnapshot<T>(db: Database, read: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return onJobConnection(db, "read", (job) => inReadSnapshot(job, read));
}
