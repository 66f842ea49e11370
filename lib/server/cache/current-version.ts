import { setTimeout as wait } from "node:timers/promises";
import { cachedContentVersion, contentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";

/** How long a response may wait for the version before it is rendered without the cache, in milliseconds. */
const TIMEOUT_MS = 500;

/**
 * The version as read in this turn of the event loop, so that concurrent requests share one read. A client that has been
 * sent the response to a later write can only send its next request in a later turn.
 */
let cached: { db: Database; version: string } | undefined;

function cacheForThisTick(db: Database, version: string): void {
  cached = { db, version };
  setImmediate(() => {
    cached = undefined;
  });
}

/**
 * The content version now; undefined where the database is unavailable or slow. Call it when a request arrives.
 */
export function currentVersion(db: Database): string | undefined | Promise<string | undefined> {
  if (cached?.db === db) return cached.version;
  const now = Date.now();
  let version: string | undefined;
  try {
    version = cachedContentVersion(db, now);
  } catch {
    // SQLite is read here, PostgreSQL below. Rendering, which needs the database, will report why it failed.
    return undefined;
  }
  if (version !== undefined) {
    cacheForThisTick(db, version);
    return version;
  }
  const read = contentVersion(db, now).catch(() => undefined);
  return Promise.race([read, wait(TIMEOUT_MS, undefined, { ref: false })]);
}
