import { sqliteFile } from "#lib/server/db/connection-string";
import { log } from "#lib/server/log";

/** How long to wait for locks of other processes, in milliseconds. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * Checkpoints `-wal` into the database file. SQLite does so when the last connection closes, but not where two
 * processes close at the same moment. Does nothing for PostgreSQL, or where there is no such file.
 * @param url DATABASE_URL
 */
export async function checkpointDatabase(url: string): Promise<void> {
  const file = sqliteFile(url);
  if (file === undefined || file === ":memory:") return;
  const { default: BetterSqlite } = await import("better-sqlite3");
  try {
    const connection = new BetterSqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      const [result] = connection.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
      if (result?.busy) log.warn({ file }, "another process uses the database: its latest writes are still in -wal");
    } finally {
      connection.close();
    }
  } catch (error) {
    log.error({ err: error, file }, "checkpoint failed: the latest writes may still be in -wal");
  }
}
