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
const WRONG = { title: "Wrong email address or password", headers: BEARER_CHALLENGE };

/** A session that has begun, with the cookie that leads to it, and the passkey that began it where one did. */
type NewSession = { user: Parameters<typeof toAccount>[0]; headers: Headers; passkey?: string };

/** Hands a new session to the browser; the one that it had before ends. */
export async function startSession(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  { headers, passkey, user }: NewSession,
): Promise<Account> {
  const before = await findSession(req);
  if (before) await endSession(db, before, before.sessionId);
  forwardSessionCookies(req, res, headers);
  log.info({ event: "sign-in", account: user.id, client: clientIp(req), passkey }, "signed in");
  return toAccount(user);
}

/**
 * Signs a person in: a new session, whose cookie goes to the browser; the one that this browser had before ends. Wrong
 * guesses are slowed down by client, and by account whoever guesses; neither locks anyone out for longer than its window.
 * @throws {Problem} 401; 429
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
    const answer = await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
    await guesses.forgive();
    return await startSession(db, req, res, { user: answer.response.user, headers: answer.headers });
  } catch (error) {
    if (!(error instanceof APIError && error.statusCode === 401)) throw error;
    const account = await db.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst();
    log.warn({ event: "sign-in-failed", account: account?.id ?? null, client }, "wrong email address or password");
    throw new Problem("unauthenticated", WRONG);
  }
}

/** Ends the session of this browser. */
export async function signOut(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const session = await findSession(req);
  const { auth, headers } = await authForRequest(req);
  const answer = await auth.api.signOut({ headers, returnHeaders: true });
  forwardSessionCookies(req, res, answer.headers);
  if (session) log.info({ event: "sign-out", account: session.account.id }, "signed out");
}
