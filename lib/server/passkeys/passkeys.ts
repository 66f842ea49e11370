import type { Selectable } from "kysely";
import type { Database, PasskeysTable } from "#lib/server/db/tables";
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

/** Deletes a passkey. @throws {Problem} 404 */
export async function deletePasskey(db: Database, accountId: string, id: string): Promise<void> {
  const deleted = await db
    .deleteFrom("passkeys")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .returning("id")
    .execute();
  if (deleted.length === 0) throw new Problem("not-found", { title: "Passkey not found" });
  log.info({ event: "passkey-deleted", account: accountId, passkey: id }, "passkey deleted");
}
