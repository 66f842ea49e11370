import { setTimeout as wait } from "node:timers/promises";
import { cachedContentVersion, contentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";

/** How long a response may wait for the version before it is made without the cache, in milliseconds. */
const TIMEOUT_MS = 500;

/**
 * The version as it was found in this turn of the event loop. Requests that came together need not each ask the database;
 * whoever was told of a write since then has yet to ask us, and comes in a later turn.
 */
let found: { db: Database; version: string } | undefined;

function cacheForThisTick(db: Database, version: string): void {
  found = { db, version };
  setImmediate(() => {
    found = undefined;
  });
}

/**
 * The version of what the public sees now; undefined where the database does not tell, or not soon. To be asked at the
 * beginning of a request.
 */
export function currentVersion(db: Database): string | undefined | Promise<string | undefined> {
  if (found?.db === db) return found.version;
  const now = Date.now();
  let known: string | undefined;
  try {
    known = cachedContentVersion(db, now);
  } catch {
    // SQLite is asked at once, PostgreSQL below. Whoever needs the database for the response finds out why.
    return undefined;
  }
  if (known !== undefined) {
    cacheForThisTick(db, known);
    return known;
  }
  const asked = contentVersion(db, now).catch(() => undefined);
  return Promise.race([asked, wait(TIMEOUT_MS, undefined, { ref: false })]);
}
