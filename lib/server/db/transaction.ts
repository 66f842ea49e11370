import { database } from "./current.ts";
import type { DatabaseTransaction } from "./tables.ts";

/** Does `work` whole or not at all: whatever it throws undoes it. */
export async function inTransaction<T>(work: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  const db = await database();
  return db.transaction().execute(work);
}
