import { setTimeout as wait } from "node:timers/promises";
import { contentVersion, knownContentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";

/** How long a response may wait for the version before it is made without the cache, in milliseconds. */
const PATIENCE_MS = 500;

/** The version of what the public sees now; undefined where the database does not tell, or not soon. */
export function currentVersion(db: Database): string | Promise<string | undefined> {
  const now = Date.now();
  const known = knownContentVersion(db, now);
  if (known !== undefined) return known;
  const asked = contentVersion(db, now).catch(() => undefined);
  return Promise.race([asked, wait(PATIENCE_MS, undefined, { ref: false })]);
}
