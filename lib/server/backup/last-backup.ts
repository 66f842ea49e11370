import { randomUUID } from "node:crypto";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";

/** A backup that was completed and verified. */
export type Backup = {
  /** When its snapshot began, in milliseconds since 1970: it has everything that was written before. */
  beganAt: number;
  /** How long it took, in milliseconds. */
  durationMs: number;
  /** The size of its file. */
  bytes: number;
};

/** Stores that a backup was made: it replaces the last one. @param id of the row that it had while it was being made */
export async function recordBackup(db: Database, backup: Backup, id: string = randomUUID()): Promise<void> {
  const { beganAt, bytes, durationMs } = backup;
  await inTransaction(db, async (trx) => {
    await trx
      .deleteFrom("backups")
      .where((eb) => eb.or([eb("duration_ms", "is not", null), eb("id", "=", id)]))
      .execute();
    const row = { id, began_at: beganAt, heartbeat: Date.now(), duration_ms: durationMs, bytes };
    await trx.insertInto("backups").values(row).execute();
  });
}

/** The last backup of a database; undefined where none was made. A restored or copied database has none. */
export async function lastBackup(db: Database): Promise<Backup | undefined> {
  const row = await db
    .selectFrom("backups")
    .select(["began_at", "duration_ms", "bytes"])
    .where("duration_ms", "is not", null)
    .orderBy("began_at", "desc")
    .executeTakeFirst();
  return row && { beganAt: row.began_at, durationMs: Number(row.duration_ms), bytes: Number(row.bytes) };
}
