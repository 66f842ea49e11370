import type { IncomingMessage } from "node:http";
import type { Role } from "#lib/shared/roles";
import { hasSessionCookie } from "./accounts/cookie.ts";
import { hasAccounts } from "./accounts/has-accounts.ts";
import { clientIp } from "./client-ip.ts";
import { database } from "./db/database.ts";
import type { Database } from "./db/tables.ts";
import { env } from "./env.ts";
import { recordViewer } from "./http/request-record.ts";
import { authenticateKey, bearerToken } from "./keys/keys.ts";
import { log } from "./log.ts";
import { perDatabase } from "./memoize.ts";
import { Problem } from "./problem.ts";
import { isSecret } from "./secret.ts";
import { BEARER_CHALLENGE, requireAuthenticated, requireOwnerRole, SESSION_VIEWER, type Viewer } from "./viewer.ts";

function isSiteKey(key: string): boolean {
  const { API_KEY } = env();
  return API_KEY !== undefined && isSecret(key, API_KEY);
}

/** The viewer that acts as an account. @param id identifies them: a session, a key */
export function accountViewer(
  id: string,
  { id: account, name, role }: { id: string; name: string; role: Role },
  scope: Viewer["scope"],
): Viewer {
  const edits = role === "author" ? "own" : "all";
  return { id, account: { id: account, name }, role, mayPost: true, edits, scope };
}

/** An owner always remains: once there is an account, this is not checked again. */
const accountsOf = perDatabase(() => ({ exist: false }));

async function hasNoAccount(db: Database): Promise<boolean> {
  const accounts = accountsOf(db);
  accounts.exist ||= await hasAccounts(db);
  return !accounts.exist;
}

/** With POSTING=open everyone may post and, as long as the site has no owner, edit the posts without an account. */
async function anonymousViewer(): Promise<Viewer> {
  const mayPost = env().POSTING === "open";
  const edits = mayPost && (await hasNoAccount(await database())) ? "unsigned" : "none";
  return { id: null, account: null, role: null, mayPost, edits, scope: "write" };
}

async function findKeyViewer(key: string, req: IncomingMessage): Promise<Viewer> {
  if (isSiteKey(key)) return { id: "site", account: null, role: "owner", mayPost: true, edits: "all", scope: "write" };
  const row = await authenticateKey(await database(), key);
  if (!row) {
    log.warn({ event: "key-refused", client: clientIp(req) }, "an API key was not valid");
    throw new Problem("unauthenticated", { title: "This API key is not valid", headers: BEARER_CHALLENGE });
  }
  return accountViewer(`key ${row.id}`, { ...row, id: row.accountId }, row.scope);
}

async function keyViewer(key: string, req: IncomingMessage): Promise<Viewer> {
  const viewer = await findKeyViewer(key, req);
  recordViewer(req, viewer.id);
  return viewer;
}

/**
 * Authenticates an API request: by the key in `Authorization: Bearer …` (RFC 6750), else by the session cookie, else anonymous.
 * @throws {Problem} 401 for an invalid key, even where the request needs none
 */
export async function authenticate(req: IncomingMessage): Promise<Viewer> {
  const key = bearerToken(req);
  return key === undefined ? authenticatePage(req) : keyViewer(key, req);
}

/** Authenticates a page request: by the session cookie, else anonymous. Keys are for the API only. */
export async function authenticatePage(req: IncomingMessage): Promise<Viewer> {
  if (!hasSessionCookie(req)) return anonymousViewer();
  // Lazy-loaded: requests without a session cookie never need the sign-in code.
  const { findSession } = await import("./accounts/sessions.ts");
  const session = await findSession(req);
  return session ? accountViewer(SESSION_VIEWER + session.account.id, session.account, "write") : anonymousViewer();
}

/**
 * Authenticates a request that needs the right to post.
 * @throws {Problem} 401
 */
export async function requireCanPost(req: IncomingMessage): Promise<Viewer> {
  const viewer = await authenticate(req);
  if (!viewer.mayPost) requireAuthenticated(viewer);
  return viewer;
}

/**
 * Authenticates a request that only the site's owner may send.
 * @throws {Problem} 401, 403
 */
export async function requireOwner(req: IncomingMessage): Promise<Viewer> {
  const viewer = await authenticate(req);
  requireOwnerRole(viewer);
  return viewer;
}
