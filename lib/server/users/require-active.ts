import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { requireAuthenticated } from "#lib/server/viewer";

/**
 * Refuses an account that was suspended or deleted since its request was authenticated. Until the transaction ends, either waits
 * for it. Call it before other locks are taken, as deletions lock the account first.
 * @throws {Problem} 401
 */
export async function requireActive(trx: DatabaseTransaction, account: string): Promise<void> {
  const found = await trx
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", account)
    .where("suspended_at", "is", null)
    .modifyEnd(getEngine(trx).keyLock)
    .executeTakeFirst();
  if (!found) requireAuthenticated({ id: null });
}
