import type { IncomingMessage, ServerResponse } from "node:http";
import { APIError } from "better-auth/api";
import { clientAddress } from "#lib/server/client-address";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { failuresOf } from "#lib/server/rate-limiter";
import { type Account, ROLES, type SignIn } from "#lib/shared/accounts";
import { authFor, setCookies } from "./visit.ts";

const WRONG = { title: "Wrong e-mail address or password", headers: { "WWW-Authenticate": 'Bearer realm="Octavo"' } };

export function toAccount(user: { id: string; name: string; email: string; role?: string | null }): Account {
  const role = ROLES.find((known) => known === user.role) ?? "author";
  return { id: user.id, name: user.name, email: user.email, role };
}

/**
 * Signs a person in: a new session, whose cookie goes to the browser. Wrong guesses are slowed down by client, and by
 * account whoever guesses; neither locks anyone out for longer than its window.
 * @throws {Problem} 401; 429
 */
export async function signIn(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  { email, password }: SignIn,
): Promise<Account> {
  const client = clientAddress(req);
  const failures = failuresOf(db, { client, account: email });
  await failures.refuseTooMany();
  const { auth, headers } = await authFor(req);
  try {
    const answer = await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
    setCookies(res, answer.headers);
    await failures.forgive();
    log.info({ event: "sign-in", account: answer.response.user.id, client }, "signed in");
    return toAccount(answer.response.user);
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    await failures.add();
    log.warn({ event: "sign-in-failed", client }, "wrong e-mail address or password");
    throw new Problem("unauthenticated", WRONG);
  }
}

/** Ends the session of this browser. */
export async function signOut(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { auth, headers } = await authFor(req);
  const answer = await auth.api.signOut({ headers, returnHeaders: true });
  setCookies(res, answer.headers);
  log.info({ event: "sign-out" }, "signed out");
}
