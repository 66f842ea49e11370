import type { Database } from "#lib/server/db/tables";
import { purgeExpired } from "#lib/server/posts/purge";
import { deleteExpiredPreviewLinks } from "#lib/server/preview-links/preview-links";
import { deleteFormerAccounts } from "#lib/server/users/former-accounts";
import { runRegularly } from "./run-regularly.ts";
import { isStopping } from "./stopping.ts";

/** How long after its time a post may be stored, in milliseconds. Until it is deleted, nobody can read or restore it. */
const INTERVAL_MS = 60 * 60 * 1000;

async function purge(db: Database): Promise<void> {
  await purgeExpired(db, { isStopping });
  await deleteFormerAccounts(db);
  await deleteExpiredPreviewLinks(db);
}

/** Purges expired posts and preview links, and deleted accounts without posts, now and every hour until the process stops. */
export const purgeRegularly = (db: Database, interval = INTERVAL_MS): Promise<void> =>
  runRegularly(() => purge(db), { interval, failure: "the trash could not be purged" });
