import { COUNTING_TABLES } from "#lib/server/copy/tables";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";

/** The ids that are skipped at least. Otherwise one for each second since the backup began. */
const SKIPPED_MIN = 1_000;

/**
 * Skips the content versions and ids that the site may have had since the backup began, and which are lost: what clients have
 * stored of them must not pass for what is created from now on.
 * @param beganAt when the backup began, and `now`, in milliseconds since 1970
 */
export async function skipLost(trx: DatabaseTransaction, beganAt: number, now: number): Promise<void> {
  await trx
    .updateTable("content_version")
    .set((eb) => ({
      // A site has less than one change in a millisecond: the time is beyond any former version, also of an earlier restore.
      number: eb
        .case()
        .when("number", "<", now)
        .then(eb.val(now))
        .else(eb("number", "+", 1))
        .end(),
      changed_at: eb.case().when("changed_at", "<", now).then(eb.val(now)).else(eb.ref("changed_at")).end(),
    }))
    .execute();
  const { bulkLoader } = getEngine(trx);
  const skipped = Math.max(SKIPPED_MIN, Math.ceil((now - beganAt) / 1000));
  for (const table of COUNTING_TABLES) {
    await bulkLoader.setLastKey(trx, table, (await bulkLoader.lastKey(trx, table)) + skipped);
  }
}
