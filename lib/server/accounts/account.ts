import type { IncomingMessage, ServerResponse } from "node:http";
import { APIError } from "better-auth/api";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { revokeKeys } from "#lib/server/keys/keys";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { countResetRequest } from "#lib/server/rate-limits";
import type { Account, AccountPatch, PasswordChange, Reset } from "#lib/shared/accounts";
import type { Auth } from "./auth.ts";
import { authForRequest, forwardSessionCookies } from "./auth-request.ts";
import { isPasskeyOnly } from "./passkey-only.ts";
import { cancelEmailChange } from "./pending-email.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { sendPasskeyReminder } from "./reset-email.ts";
import type { SignedIn } from "./sessions.ts";
import { withPassword } from "./verify-password.ts";

/** Changes the account's name, which is shown with its posts. */
export async function changeAccount(db: Database, { account }: SignedIn, { name }: AccountPatch): Promise<Account> {
  await inTransaction(db, async (trx) => {
    await trx.updateTable("accounts").set({ name }).where("id", "=", account.id).execute();
    await bumpContentVersion(trx);
  });
  return { ...account, name };
}

/**
 * Changes the password, and ends every other session and a change of the email address that is not confirmed.
 * @throws {Problem} 400 if the current one is wrong; 429 after too many guesses
 */
export async function changePassword(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  session: SignedIn,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  // Its new session would count as one that was opened with a passkey.
  if (await isPasskeyOnly(db, session.account.id)) await reauthenticate(db, req, session);
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const response = await withPassword(db, req, session, ({ auth, headers }) =>
    auth.api.changePassword({ body, headers, returnHeaders: true }),
  );
  await cancelEmailChange(db, session.account.id);
  forwardSessionCookies(req, res, response.headers);
  log.info({ event: "password-changed", account: session.account.id }, "password changed");
}

/** An account that a new password would open: active, and not of passkeys only. */
const selectResettable = (db: Database) =>
  db.selectFrom("accounts").select("id").where("suspended_at", "is", null).where("is_passkey_only", "=", 0);

/** Ends reset links of an account that were sent to its former email address while that was being changed. */
async function endLinksTo(db: Database, email: string, accountId: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    const current = await trx
      .selectFrom("accounts")
      .select("email")
      .where("id", "=", accountId)
      // Waits for a change that is being confirmed.
      .modifyEnd(getEngine(trx).accountLock)
      .executeTakeFirst();
    if (current?.email !== email) await trx.deleteFrom("verifications").where("value", "=", accountId).execute();
  });
}

/**
 * Emails a password reset link if the email address has an account that a new password would open, a few times an hour at most; if
 * it signs in with passkeys only, an email that says so. Does not reveal whether there is an account.
 */
export async function requestReset(db: Database, req: IncomingMessage, email: string): Promise<void> {
  if (!(await countResetRequest(db, email))) return;
  const found = await db
    .selectFrom("accounts")
    .select(["id", "suspended_at", "is_passkey_only"])
    .where("email", "=", email)
    .executeTakeFirst();
  if (found && found.suspended_at !== null) return;
  // Not awaited, as the link is not: the time would reveal that there is an account.
  if (found?.is_passkey_only === 1) return void sendPasskeyReminder(email);
  const { auth, headers } = await authForRequest(req);
  await auth.api.requestPasswordReset({ body: { email }, headers });
  if (found) await endLinksTo(db, email, found.id);
}

/** The account id of a reset token; undefined if the token was used or has expired. */
async function accountOfToken(auth: Auth, token: string): Promise<string | undefined> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  return found && new Date(found.expiresAt) > new Date() ? found.value : undefined;
}

const invalidToken = () => new Problem("validation", { fields: { token: ["This link is no longer good"] } });

/**
 * Sets a new password with a reset token, and ends every session and a change of the email address that is not confirmed. Revokes
 * API keys first, so that the link can be used again if the database fails in between.
 * @throws {Problem} 400 for an invalid or expired token
 */
export async function resetPassword(
  db: Database,
  req: IncomingMessage,
  { newPassword, revokeKeys: shouldRevokeKeys, token }: Reset,
): Promise<void> {
  const { auth, headers } = await authForRequest(req);
  const account = await accountOfToken(auth, token);
  // A link that was requested while the account was being suspended, or restricted to passkeys.
  if (account !== undefined && !(await selectResettable(db).where("id", "=", account).executeTakeFirst())) {
    throw invalidToken();
  }
  if (account !== undefined && shouldRevokeKeys) await revokeKeys(db, account);
  if (account !== undefined) await cancelEmailChange(db, account);
  try {
    await auth.api.resetPassword({ body: { newPassword, token }, headers });
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 400)) throw error;
    throw invalidToken();
  }
  // Again: until now a session that has just ended could request one.
  if (account !== undefined) await cancelEmailChange(db, account);
}
