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

/** A new session: its account, token and response headers with its cookie, and the id of the passkey if one was used. */
type NewSession = { user: Parameters<typeof toAccount>[0]; token: string; headers: Headers; passkey?: string };

/** Ends a session that must not be, and says why. @returns the error to throw */
async function refuseSession(db: Database, { token, user }: NewSession, client: string): Promise<Problem> {
  const found = await db
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", user.id)
    .where("suspended_at", "is", null)
    .executeTakeFirst();
  const ended = db.deleteFrom("sessions").where("userId", "=", user.id);
  await (found ? ended.where("token", "=", token) : ended).execute();
  const reason = found ? "passkey-only" : "suspended";
  log.warn(
    { event: "sign-in-failed", account: user.id, client, reason },
    "the account cannot be signed in to like this",
  );
  return new Problem(found ? "passkey-only" : "account-suspended");
}

/**
 * Sends the cookie of a new session, and ends the browser's previous session.
 * @throws {Problem} 403 if the account is suspended, or signs in with passkeys only and none was used
 */
export async function startSession(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  opened: NewSession,
): Promise<Account> {
  const { headers, passkey, user } = opened;
  // Checked when the session is stored, and after a change of the account that is being stored: so one opened meanwhile ends too.
  const started = await db
    .updateTable("accounts")
    .set({ signed_in_at: Date.now() })
    .where("id", "=", user.id)
    .where("suspended_at", "is", null)
    .$if(passkey === undefined, (query) => query.where("is_passkey_only", "=", 0))
    .returning("id")
    .executeTakeFirst();
  if (!started) throw await refuseSession(db, opened, clientIp(req));
  const previous = await findSession(req);
  if (previous) await endSession(db, previous, previous.sessionId);
  forwardSessionCookies(req, res, headers);
  log.info({ event: "sign-in", account: user.id, client: clientIp(req), passkey }, "signed in");
  return toAccount(user);
}

/**
 * Signs in with a password, and ends the browser's previous session. Guesses are limited by client and by account; neither
 * limit locks anyone out for longer than its window.
 * @throws {Problem} 401; 403 if the account is suspended, or signs in with passkeys only; 429
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
    const { token, user } = signedIn.response;
    return await startSession(db, req, res, { user, token, headers: signedIn.headers });
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
