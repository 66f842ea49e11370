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

/** Changes the name, which stands under the account's posts. */
export async function changeAccount(db: Database, { account }: SignedIn, { name }: AccountPatch): Promise<Account> {
  await inTransaction(db, async (trx) => {
    await trx.updateTable("accounts").set({ name }).where("id", "=", account.id).execute();
    await bumpContentVersion(trx);
  });
  return { ...account, name };
}

/**
 * Does what asks for the present password.
 * @throws {Problem} 400 where it is wrong; 429 after too many guesses
 */
async function withPassword<T>(
  db: Database,
  req: IncomingMessage,
  { account }: SignedIn,
  work: (visit: Awaited<ReturnType<typeof authForRequest>>) => Promise<T>,
): Promise<T> {
  const guesses = guessLimit(db, { client: clientIp(req), account: account.email });
  await guesses.take();
  try {
    const done = await work(await authForRequest(req));
    await guesses.forgive();
    return done;
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 400)) throw error;
    throw new Problem("validation", { fields: { currentPassword: ["This is not your password"] } });
  }
}

/** That it is the account's holder who sits there still. @throws {Problem} 400; 429 */
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
 * @throws {Problem} 400 where the present one is wrong; 429 after too many guesses
 */
export async function changePassword(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  session: SignedIn,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const answer = await withPassword(db, req, session, ({ auth, headers }) =>
    auth.api.changePassword({ body, headers, returnHeaders: true }),
  );
  forwardSessionCookies(req, res, answer.headers);
  log.info({ event: "password-changed", account: session.account.id }, "a password was changed");
}

/**
 * Sends a link to a new password, where the address has an account; a few an hour, so that nobody's letter-box is filled.
 * The answer is the same where it has none.
 */
export async function requestReset(db: Database, req: IncomingMessage, email: string): Promise<void> {
  if (!(await countResetRequest(db, email))) return;
  const { auth, headers } = await authForRequest(req);
  await auth.api.requestPasswordReset({ body: { email }, headers });
}

/** The account that a link's token is for; undefined where the link was used or has expired. */
async function accountOfToken(auth: Auth, token: string): Promise<string | undefined> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  return found && new Date(found.expiresAt) > new Date() ? found.value : undefined;
}

/**
 * Sets a new password by a link's token, and ends every session. Keys that are to be revoked are so first: should the
 * database fail in between, the link can be used again.
 * @throws {Problem} 400 for a link that is not good
 */
export async function resetPassword(
  db: Database,
  req: IncomingMessage,
  { newPassword, revokeKeys: isRevoking, token }: Reset,
): Promise<void> {
  const { auth, headers } = await authForRequest(req);
  const account = isRevoking ? await accountOfToken(auth, token) : undefined;
  if (account !== undefined) await revokeKeys(db, account);
  try {
    await auth.api.resetPassword({ body: { newPassword, token }, headers });
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 400)) throw error;
    throw new Problem("validation", { fields: { token: ["This link is no longer good"] } });
  }
}
