import type { Selectable } from "kysely";
import type { Database, PasskeysTable } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { Passkey } from "#lib/shared/passkeys";
import { cleanText } from "#lib/shared/text";

const moment = (milliseconds: number) => new Date(milliseconds).toISOString();

export function toPasskey({ created_at, id, is_synced, name, used_at }: Selectable<PasskeysTable>): Passkey {
  const usedAt = used_at === null ? null : moment(used_at);
  return { id, name: cleanText(name), isSynced: is_synced === 1, createdAt: moment(created_at), usedAt };
}

/** The passkeys of an account, the newest first. */
export async function listPasskeys(db: Database, accountId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom("passkeys")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .execute();
  return rows.map(toPasskey);
}

/** From now on it signs nobody in. @throws {Problem} 404 */
export async function deletePasskey(db: Database, accountId: string, id: string): Promise<void> {
  const removed = await db
    .deleteFrom("passkeys")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .returning("id")
    .execute();
  if (removed.length === 0) throw new Problem("not-found", { title: "Passkey not found" });
  log.info({ event: "passkey-removed", account: accountId, passkey: id }, "a passkey was removed");
}
