import type { IncomingMessage, ServerResponse } from "node:http";
import { APIError } from "better-auth/api";
import { clientIp } from "#lib/server/client-ip";
import { bumpContentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { revokeKeys } from "#lib/server/keys/keys";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { countResetRequest, guessLimit } from "#lib/server/rate-limits";
import type { Account, AccountPatch, PasswordChange, Reset } from "#lib/shared/accounts";
import type { Auth } from "./auth.ts";
import { authForRequest, forwardSessionCookies } from "./auth-request.ts";
import type { SignedIn } from "./sessions.ts";

/** Changes the account's name, which is shown with its posts. */
export async function changeAccount(db: Database, { account }: SignedIn, { name }: AccountPatch): Promise<Account> {
  await inTransaction(db, async (trx) => {
    await trx.updateTable("accounts").set({ name }).where("id", "=", account.id).execute();
    await bumpContentVersion(trx);
  });
  return { ...account, name };
}

/**
 * Runs `work`, which verifies the current password, within the limit on guesses.
 * @throws {Problem} 400 if the password is wrong; 429 after too many guesses
 */
async function withPassword<T>(
  db: Database,
  req: IncomingMessage,
  { account }: SignedIn,
  work: (request: Awaited<ReturnType<typeof authForRequest>>) => Promise<T>,
): Promise<T> {
  const guesses = guessLimit(db, { client: clientIp(req), account: account.email });
  await guesses.take();
  try {
    const result = await work(await authForRequest(req));
    await guesses.forgive();
    return result;
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 400)) throw error;
    throw new Problem("validation", { fields: { currentPassword: ["This is not your password"] } });
  }
}

/** Verifies the current password again before a sensitive change. @throws {Problem} 400; 429 */
export async function requirePassword(
  db: Database,
  req: IncomingMessage,
  session: SignedIn,
  password: string,
): Promise<void> {
  await withPassword(db, req, session, ({ auth, headers }) => auth.api.verifyPassword({ body: { password }, headers }));
}

/**
 * Changes the password and ends every other session.
 * @throws {Problem} 400 if the current one is wrong; 429 after too many guesses
 */
export async function changePassword(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  session: SignedIn,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const response = await withPassword(db, req, session, ({ auth, headers }) =>
    auth.api.changePassword({ body, headers, returnHeaders: true }),
  );
  forwardSessionCookies(req, res, response.headers);
  log.info({ event: "password-changed", account: session.account.id }, "password changed");
}

async function isSuspended(db: Database, column: "id" | "email", value: string): Promise<boolean> {
  const found = await db.selectFrom("accounts").select("suspended_at").where(column, "=", value).executeTakeFirst();
  return found !== undefined && found.suspended_at !== null;
}

/**
 * Emails a password reset link if the email address has an account that is not suspended, a few times an hour at most. Does
 * not reveal whether it has one.
 */
export async function requestReset(db: Database, req: IncomingMessage, email: string): Promise<void> {
  if (!(await countResetRequest(db, email)) || (await isSuspended(db, "email", email))) return;
  const { auth, headers } = await authForRequest(req);
  await auth.api.requestPasswordReset({ body: { email }, headers });
}

/** The account id of a reset token; undefined if the token was used or has expired. */
async function accountOfToken(auth: Auth, token: string): Promise<string | undefined> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  return found && new Date(found.expiresAt) > new Date() ? found.value : undefined;
}

const invalidToken = () => new Problem("validation", { fields: { token: ["This link is no longer good"] } });

/**
 * Sets a new password with a reset token and ends every session. Revokes API keys first, so that the link can be used again
 * if the database fails in between.
 * @throws {Problem} 400 for an invalid or expired token
 */
export async function resetPassword(
  db: Database,
  req: IncomingMessage,
  { newPassword, revokeKeys: shouldRevokeKeys, token }: Reset,
): Promise<void> {
  const { auth, headers } = await authForRequest(req);
  const account = await accountOfToken(auth, token);
  // A link that was requested while the account was being suspended.
  if (account !== undefined && (await isSuspended(db, "id", account))) throw invalidToken();
  if (account !== undefined && shouldRevokeKeys) await revokeKeys(db, account);
  try {
    await auth.api.resetPassword({ body: { newPassword, token }, headers });
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 400)) throw error;
    throw invalidToken();
  }
}
