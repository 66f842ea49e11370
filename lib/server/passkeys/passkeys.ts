import type { Selectable } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Database, PasskeysTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { Passkey } from "#lib/shared/passkeys";
import { cleanText } from "#lib/shared/text";

const toIso = (milliseconds: number) => new Date(milliseconds).toISOString();

export function toPasskey({ created_at, id, is_synced, name, used_at }: Selectable<PasskeysTable>): Passkey {
  const usedAt = used_at === null ? null : toIso(used_at);
  return { id, name: cleanText(name), isSynced: is_synced === 1, createdAt: toIso(created_at), usedAt };
}

/** Lists the passkeys of an account, newest first. */
export async function listPasskeys(db: Database, accountId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom("passkeys")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .execute();
  return rows.map(toPasskey);
}

/**
 * Deletes a passkey.
 * @throws {Problem} 404; 409 if it is the last one of an account that signs in with passkeys only
 */
export async function deletePasskey(db: Database, accountId: string, id: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    // One after the other with other deletions, and with the restriction to passkeys.
    const account = await trx
      .selectFrom("accounts")
      .select("is_passkey_only")
      .where("id", "=", accountId)
      .modifyEnd(getEngine(trx).accountLock)
      .executeTakeFirst();
    const passkeys = await trx.selectFrom("passkeys").select("id").where("account_id", "=", accountId).execute();
    if (!passkeys.some((passkey) => passkey.id === id)) throw new Problem("not-found", { title: "Passkey not found" });
    if (account?.is_passkey_only === 1 && passkeys.length === 1) {
      throw new Problem("passkey-needed", { title: "This is your last passkey: allow the password again first" });
    }
    await trx.deleteFrom("passkeys").where("account_id", "=", accountId).where("id", "=", id).execute();
  });
  log.info({ event: "passkey-deleted", account: accountId, passkey: id }, "passkey deleted");
}
