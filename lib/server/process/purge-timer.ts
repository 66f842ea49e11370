import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { purgeExpired } from "#lib/server/posts/purge";
import { isStopping } from "./stopping.ts";

/** How long after its time a post may be stored, in milliseconds. Until it is deleted, nobody can read or restore it. */
const INTERVAL_MS = 60 * 60 * 1000;

/** Purges expired posts now and every hour until the process stops. A run that fails is logged; the next one tries again. */
export async function purgeRegularly(db: Database, interval = INTERVAL_MS): Promise<void> {
  while (!isStopping()) {
    try {
      await purgeExpired(db, { isStopping });
    } catch (error) {
      log.error({ err: error }, "the trash could not be purged");
    }
    // Without `ref`, so that it does not keep the process alive.
    await wait(interval, undefined, { ref: false });
  }
}
