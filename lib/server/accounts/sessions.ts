import type { IncomingMessage } from "node:http";
import { APIError } from "better-auth/api";
import { isReadOnly } from "#lib/server/db/errors";
import type { Database, DatabaseTransaction, SessionsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { recordViewer } from "#lib/server/http/request-record";
import { bearerToken, revokeKeys } from "#lib/server/keys/keys";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { BEARER_CHALLENGE, OPERATOR, SESSION_VIEWER } from "#lib/server/viewer";
import type { Account, Session } from "#lib/shared/accounts";
import { ROLES } from "#lib/shared/roles";
import { cleanText } from "#lib/shared/text";
import { authForRequest } from "./auth-request.ts";
import { hasSessionCookie } from "./cookie.ts";
import { cancelEmailChange } from "./pending-email.ts";

export function toAccount(user: { id: string; name: string; email: string; role?: string | null }): Account {
  const role = ROLES.find((name) => name === user.role) ?? "author";
  return { id: user.id, name: cleanText(user.name), email: user.email, role };
}

/** The session of a request, and its account. */
export type SignedIn = {
  account: Account;
  sessionId: string;
  /** When the session began, in milliseconds since 1970. */
  openedAt: number;
};

/** Authenticates a request by its session cookie. @returns undefined without a valid session */
export async function findSession(req: IncomingMessage): Promise<SignedIn | undefined> {
  if (!hasSessionCookie(req)) return undefined;
  const { auth, headers } = await authForRequest(req);
  const found = await auth.api.getSession({ headers, query: { disableCookieCache: true } }).catch((error: unknown) => {
    const cause = error instanceof APIError ? (error.body?.cause ?? error) : error;
    // better-auth deletes an expired session. On a read-only database that fails, but the session has expired.
    if (isReadOnly(cause)) return null;
    // An unavailable database is reported as such, and not as an internal error.
    throw cause;
  });
  // A session that was opened while the account was being suspended.
  if (!found || found.user.suspendedAt != null) return undefined;
  recordViewer(req, SESSION_VIEWER + found.user.id);
  const { createdAt, id: sessionId } = found.session;
  return { account: toAccount(found.user), sessionId, openedAt: new Date(createdAt).getTime() };
}

/** The refusal of a request without a session. */
export const noSession = () =>
  new Problem("unauthenticated", { title: "You have to sign in", headers: BEARER_CHALLENGE });

/**
 * Requires a session; an API key is not enough.
 * @throws {Problem} 401
 */
export async function requireSession(req: IncomingMessage): Promise<SignedIn> {
  const found = bearerToken(req) === undefined ? await findSession(req) : undefined;
  if (found) return found;
  throw noSession();
}

function toSession({ createdAt, expiresAt, id, ipAddress, userAgent }: SessionsTable): Omit<Session, "isCurrent"> {
  return {
    id,
    userAgent: cleanText(userAgent ?? "") || null,
    address: ipAddress || null,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

/** Lists the active sessions of an account, newest first. */
export async function listSessions(db: Database, { account, sessionId }: SignedIn): Promise<Session[]> {
  const rows = await db
    .selectFrom("sessions")
    .selectAll()
    .where("userId", "=", account.id)
    .where("expiresAt", ">", new Date().toISOString())
    .orderBy("createdAt", "desc")
    .execute();
  return rows.map((row) => ({ ...toSession(row), isCurrent: row.id === sessionId }));
}

/**
 * Ends everything that lets anybody act as an account but its password and passkeys: sessions, API keys, reset links, and
 * links that confirm a new email address.
 */
export async function endAccess(trx: DatabaseTransaction, accountId: string): Promise<void> {
  await trx.deleteFrom("sessions").where("userId", "=", accountId).execute();
  await trx.deleteFrom("verifications").where("value", "=", accountId).execute();
  await cancelEmailChange(trx, accountId);
  await revokeKeys(trx, accountId);
}

/**
 * Ends every other session of the account, and what one of them may have begun: a change of the email address that is not
 * confirmed.
 */
export async function endOtherSessions(db: Database, { account, sessionId }: SignedIn): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom("sessions").where("userId", "=", account.id).where("id", "<>", sessionId).execute();
    await cancelEmailChange(trx, account.id);
  });
  log.info({ event: "sessions-ended", account: account.id }, "other sessions ended");
}

/** A session, as the operator sees it. */
export type AnySession = Omit<Session, "isCurrent"> & { email: string };

/** Lists the active sessions of all accounts, by email address and then newest first. */
export async function listAllSessions(db: Database): Promise<AnySession[]> {
  const rows = await db
    .selectFrom("sessions")
    .innerJoin("accounts", "accounts.id", "sessions.userId")
    .selectAll("sessions")
    .select("accounts.email")
    .where("expiresAt", ">", new Date().toISOString())
    .orderBy("accounts.email")
    .orderBy("sessions.createdAt", "desc")
    .execute();
  return rows.map((row) => ({ email: row.email, ...toSession(row) }));
}

/**
 * Ends all sessions of an account, or of all accounts, and what one of them may have begun.
 * @returns how many there were
 */
export async function endSessionsOf(db: Database, accountId?: string): Promise<number> {
  const ended = await inTransaction(db, async (trx) => {
    const sessions = await trx
      .deleteFrom("sessions")
      .$if(accountId !== undefined, (query) => query.where("userId", "=", String(accountId)))
      .returning("userId")
      .execute();
    for (const id of new Set(sessions.map(({ userId }) => userId))) await cancelEmailChange(trx, id);
    return sessions;
  });
  log.info({ event: "sessions-ended", account: accountId ?? null, by: OPERATOR.id }, "sessions ended by the operator");
  return ended.length;
}

/** Ends a session of the account immediately. @throws {Problem} 404 */
export async function endSession(db: Database, { account }: SignedIn, id: string): Promise<void> {
  const ended = await db
    .deleteFrom("sessions")
    .where("userId", "=", account.id)
    .where("id", "=", id)
    .returning("id")
    .execute();
  if (ended.length === 0) throw new Problem("not-found", { title: "Session not found" });
}
