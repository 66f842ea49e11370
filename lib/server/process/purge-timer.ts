import type { Database } from "#lib/server/db/tables";
import { purgeExpired } from "#lib/server/posts/purge";
import { runRegularly } from "./run-regularly.ts";
import { isStopping } from "./stopping.ts";

/** How long after its time a post may be stored, in milliseconds. Until it is deleted, nobody can read or restore it. */
const INTERVAL_MS = 60 * 60 * 1000;

/** Purges expired posts now and every hour until the process stops. */
export const purgeRegularly = (db: Database, interval = INTERVAL_MS): Promise<void> =>
  runRegularly(() => purgeExpired(db, { isStopping }), { interval, failure: "the trash could not be purged" });
