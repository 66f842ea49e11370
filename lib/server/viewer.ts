import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { hasSessionCookie } from "./accounts/cookie.ts";
import { clientIp } from "./client-ip.ts";
import { database } from "./db/database.ts";
import type { Database } from "./db/tables.ts";
import { env } from "./env.ts";
import { authenticateKey, bearerToken } from "./keys/keys.ts";
import { log } from "./log.ts";
import { Problem } from "./problem.ts";

/** Who is asking, and what they may. */
export type Viewer = {
  /** Tells one known caller (a person, a key) from another; null for someone unknown. */
  id: string | null;
  /** Whose posts those are that they make; null for posts made by nobody signed in. */
  account: { id: string; name: string } | null;
  mayPost: boolean;
  /** Which posts they may change, and see before they are public. `unsigned` are those made by nobody. */
  edits: "all" | "own" | "unsigned" | "none";
  /** A key made for reading changes nothing, whatever its holder may. */
  scope: "read" | "write";
};

/** Somebody who sees what is public, and may do nothing: who a text for everyone is made for. */
export const ANONYMOUS: Viewer = { id: null, account: null, mayPost: false, edits: "none", scope: "read" };

const BEARER_CHALLENGE = { "WWW-Authenticate": 'Bearer realm="Octavo"' };

const digest = (text: string) => createHash("sha256").update(text).digest();

function isSiteKey(key: string): boolean {
  const { API_KEY } = env();
  return API_KEY !== undefined && timingSafeEqual(digest(key), digest(API_KEY));
}

function viewerOfAccount(
  id: string,
  account: { id: string; name: string; role: string },
  scope: Viewer["scope"],
): Viewer {
  const edits = account.role === "owner" ? "all" : "own";
  return { id, account: { id: account.id, name: account.name }, mayPost: true, edits, scope };
}

/** Databases that have an account: accounts are never removed. */
const databasesWithAccounts = new WeakSet<Database>();

async function hasNoAccount(db: Database): Promise<boolean> {
  if (databasesWithAccounts.has(db)) return false;
  const first = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  if (first) databasesWithAccounts.add(db);
  return first === undefined;
}

/** With POSTING=open anyone may post; and, as long as nobody owns the site, edit what was posted so. */
async function anonymousViewer(): Promise<Viewer> {
  const mayPost = env().POSTING === "open";
  const edits = mayPost && (await hasNoAccount(await database())) ? "unsigned" : "none";
  return { id: null, account: null, mayPost, edits, scope: "write" };
}

async function viewerOfKey(key: string, req: IncomingMessage): Promise<Viewer> {
  if (isSiteKey(key)) return { id: "site", account: null, mayPost: true, edits: "all", scope: "write" };
  const found = await authenticateKey(await database(), key);
  if (!found) {
    log.warn({ event: "key-refused", client: clientIp(req) }, "an API key was not valid");
    throw new Problem("unauthenticated", { title: "This API key is not valid", headers: BEARER_CHALLENGE });
  }
  return viewerOfAccount(`key ${found.id}`, { ...found, id: found.accountId }, found.scope);
}

/**
 * Who sent a request: whoever holds the key in `Authorization: Bearer …` (RFC 6750), or is signed in, or someone unknown.
 * @throws {Problem} 401 for a key that is no good; it is never passed over
 */
export async function authenticate(req: IncomingMessage): Promise<Viewer> {
  const key = bearerToken(req);
  return key === undefined ? authenticatePage(req) : viewerOfKey(key, req);
}

/** Who opened a page: whoever is signed in, or someone unknown. Keys are for the API. */
export async function authenticatePage(req: IncomingMessage): Promise<Viewer> {
  if (!hasSessionCookie(req)) return anonymousViewer();
  // Loaded for whoever has a cookie only: a reader without one does not pay for it.
  const { findSession } = await import("./accounts/sessions.ts");
  const session = await findSession(req);
  return session ? viewerOfAccount(`account ${session.account.id}`, session.account, "write") : anonymousViewer();
}

/**
 * Who sent a request, where only someone who may post is served.
 * @throws {Problem} 401
 */
export async function requireCanPost(req: IncomingMessage): Promise<Viewer> {
  const viewer = await authenticate(req);
  if (!viewer.mayPost) requireAuthenticated(viewer);
  return viewer;
}

/** @throws {Problem} 401 for someone unknown, with how to become known */
export function requireAuthenticated(viewer: Viewer): void {
  if (viewer.id !== null) return;
  throw new Problem("unauthenticated", {
    title: "You have to sign in, or send an API key",
    detail: "Sign in at /login, or send the header Authorization: Bearer <key>. Keys are made at /account.",
    headers: BEARER_CHALLENGE,
  });
}

/** Whether this is the site's owner, or a key of theirs. */
export const isOwner = ({ edits }: Viewer) => edits === "all";

/**
 * Who sent a request, where only the site's owner is served.
 * @throws {Problem} 401, 403
 */
export async function requireOwner(req: IncomingMessage): Promise<Viewer> {
  const viewer = await authenticate(req);
  if (isOwner(viewer)) return viewer;
  requireAuthenticated(viewer);
  throw new Problem("forbidden", { title: "Only the owner may do that" });
}

/** @throws {Problem} 403 for a key that was made for reading */
export function requireWriteScope({ scope }: Viewer): void {
  if (scope !== "write") throw new Problem("forbidden", { title: "This API key may only read" });
}
