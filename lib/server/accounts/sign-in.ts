import type { IncomingMessage, ServerResponse } from "node:http";
import { APIError } from "better-auth/api";
import { clientIp } from "#lib/server/client-ip";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { guessLimit } from "#lib/server/rate-limits";
import type { Account, SignIn } from "#lib/shared/accounts";
import { authForRequest, forwardSessionCookies } from "./auth-request.ts";
import { endSession, findSession, toAccount } from "./sessions.ts";

export const BEARER_CHALLENGE = { "WWW-Authenticate": 'Bearer realm="Octavo"' };
const WRONG_CREDENTIALS = { title: "Wrong email address or password", headers: BEARER_CHALLENGE };

/** A new session: its account, the response headers with its cookie, and the id of the passkey if one was used. */
type NewSession = { user: Parameters<typeof toAccount>[0]; headers: Headers; passkey?: string };

/** Refuses a suspended account. @throws {Problem} 403 */
async function requireActive(db: Database, account: string, client: string): Promise<void> {
  const found = await db
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", account)
    .where("suspended_at", "is", null)
    .executeTakeFirst();
  if (found) return;
  log.warn({ event: "sign-in-failed", account, client, reason: "suspended" }, "the account is suspended");
  throw new Problem("account-suspended");
}

/**
 * Sends the cookie of a new session, and ends the browser's previous session.
 * @throws {Problem} 403 if the account is suspended
 */
export async function startSession(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  { headers, passkey, user }: NewSession,
): Promise<Account> {
  // Checked when the session is stored, so that one opened during the suspension does not come back with the account.
  await requireActive(db, user.id, clientIp(req)).catch(async (error: unknown) => {
    await db.deleteFrom("sessions").where("userId", "=", user.id).execute();
    throw error;
  });
  await db.updateTable("accounts").set({ signed_in_at: Date.now() }).where("id", "=", user.id).execute();
  const previous = await findSession(req);
  if (previous) await endSession(db, previous, previous.sessionId);
  forwardSessionCookies(req, res, headers);
  log.info({ event: "sign-in", account: user.id, client: clientIp(req), passkey }, "signed in");
  return toAccount(user);
}

/**
 * Signs in with a password, and ends the browser's previous session. Guesses are limited by client and by account; neither
 * limit locks anyone out for longer than its window.
 * @throws {Problem} 401; 403 if the account is suspended; 429
 */
export async function signIn(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  { email, password }: SignIn,
): Promise<Account> {
  const client = clientIp(req);
  const guesses = guessLimit(db, { client, account: email });
  await guesses.take();
  const { auth, headers } = await authForRequest(req);
  try {
    const signedIn = await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
    await guesses.forgive();
    return await startSession(db, req, res, { user: signedIn.response.user, headers: signedIn.headers });
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 401)) throw error;
    const account = await db.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst();
    log.warn({ event: "sign-in-failed", account: account?.id ?? null, client }, "wrong email address or password");
    throw new Problem("unauthenticated", WRONG_CREDENTIALS);
  }
}

/** Ends the session of the request, and clears its cookie. */
export async function signOut(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const session = await findSession(req);
  const { auth, headers } = await authForRequest(req);
  const response = await auth.api.signOut({ headers, returnHeaders: true });
  forwardSessionCookies(req, res, response.headers);
  if (session) log.info({ event: "sign-out", account: session.account.id }, "signed out");
}
