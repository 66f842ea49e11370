import type { IncomingMessage } from "node:http";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { AccountSecurity, SecurityPatch } from "#lib/shared/account-security";
import { cancelEmailChange } from "./pending-email.ts";
import { reauthenticate } from "./reauthenticate.ts";
import type { SignedIn } from "./sessions.ts";

/** How an account signs in. */
export async function readSecurity(db: Database, { account }: SignedIn, now = Date.now()): Promise<AccountSecurity> {
  const { is_passkey_only, pending_email, pending_email_expires_at } = await db
    .selectFrom("accounts")
    .select(["is_passkey_only", "pending_email", "pending_email_expires_at"])
    .where("id", "=", account.id)
    .executeTakeFirstOrThrow();
  const isPending = pending_email !== null && pending_email_expires_at !== null && pending_email_expires_at > now;
  return {
    isPasskeyOnly: is_passkey_only === 1,
    pendingEmail: isPending
      ? { email: pending_email, expiresAt: new Date(pending_email_expires_at).toISOString() }
      : null,
  };
}

/**
 * Restricts an account to passkeys, or allows its password again. A restriction ends what the password may have opened: every
 * other session, reset links, and a change of the email address that is not confirmed.
 * @throws {Problem} 400; 409 without a passkey; 429
 */
export async function changeSecurity(
  db: Database,
  req: IncomingMessage,
  session: SignedIn,
  { currentPassword, isPasskeyOnly }: SecurityPatch,
): Promise<AccountSecurity> {
  const { account, sessionId } = session;
  await reauthenticate(db, req, session, currentPassword);
  await inTransaction(db, async (trx) => {
    // One after the other with deletions of passkeys.
    const { is_passkey_only } = await trx
      .selectFrom("accounts")
      .select("is_passkey_only")
      .where("id", "=", account.id)
      .modifyEnd(getEngine(trx).accountLock)
      .executeTakeFirstOrThrow();
    if ((is_passkey_only === 1) === isPasskeyOnly) return;
    if (isPasskeyOnly) {
      const passkey = await trx
        .selectFrom("passkeys")
        .select("id")
        .where("account_id", "=", account.id)
        .limit(1)
        .executeTakeFirst();
      if (!passkey) throw new Problem("passkey-needed", { title: "Add a passkey first" });
      await trx.deleteFrom("sessions").where("userId", "=", account.id).where("id", "<>", sessionId).execute();
      await cancelEmailChange(trx, account.id);
    }
    await trx.deleteFrom("verifications").where("value", "=", account.id).execute();
    await trx
      .updateTable("accounts")
      .set({ is_passkey_only: isPasskeyOnly ? 1 : 0 })
      .where("id", "=", account.id)
      .execute();
    log.info({ event: "sign-in-restricted", account: account.id, isPasskeyOnly }, "sign-in with a password changed");
  });
  return readSecurity(db, session);
}
