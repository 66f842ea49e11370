import { randomUUID } from "node:crypto";
import type { Database } from "#lib/server/db/tables";

/** The time between two heartbeats of a backup, in milliseconds. */
export const HEARTBEAT_MS = 30_000;
/** After how long without a heartbeat the process of a backup has ended, in milliseconds. */
export const STALE_MS = 10 * 60_000;

/**
 * Stores that a backup is being made: until it is over, no file of an image is deleted. Call it before the snapshot begins.
 * @returns the id of its row
 */
export async function beginBackup(db: Database, now = Date.now()): Promise<string> {
  await db
    .deleteFrom("backups")
    .where("duration_ms", "is", null)
    .where((eb) => eb.or([eb("heartbeat", "<", now - STALE_MS), eb("heartbeat", ">", now + STALE_MS)]))
    .execute();
  const id = randomUUID();
  await db.insertInto("backups").values({ id, began_at: now, heartbeat: now }).execute();
  return id;
}

/** Stores that a backup still goes on. */
export async function continueBackup(db: Database, id: string, now = Date.now()): Promise<void> {
  await db.updateTable("backups").set({ heartbeat: now }).where("id", "=", id).execute();
}

/** Stores that a backup has failed or was stopped. */
export async function abandonBackup(db: Database, id: string): Promise<void> {
  await db.deleteFrom("backups").where("id", "=", id).where("duration_ms", "is", null).execute();
}

/**
 * Whether a backup is being made, which may read files of images that its snapshot has. Call it after the deletion of an image was
 * committed: a backup that begins later does not have the image in its snapshot.
 */
export async function isBackupRunning(db: Database, now = Date.now()): Promise<boolean> {
  const running = await db
    .selectFrom("backups")
    .select("id")
    .where("duration_ms", "is", null)
    // A clock that was set back leaves heartbeats in the future.
    .where("heartbeat", ">=", now - STALE_MS)
    .where("heartbeat", "<=", now + STALE_MS)
    .executeTakeFirst();
  return running !== undefined;
}
