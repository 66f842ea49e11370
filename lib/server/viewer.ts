import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { env } from "./env.ts";
import { Problem } from "./problem.ts";

/** Who is asking, and whether they may write. */
export type Viewer = {
  /** "owner" for whoever has the key of the site, null for someone unknown. */
  id: "owner" | null;
  mayPost: boolean;
};

const STRANGER_REFUSED = { headers: { "WWW-Authenticate": 'Bearer realm="Octavo"' } };

const digest = (text: string) => createHash("sha256").update(text).digest();

function isOwnerKey(key: string): boolean {
  const { API_KEY } = env();
  return API_KEY !== undefined && timingSafeEqual(digest(key), digest(API_KEY));
}

/** Someone unknown. */
export function stranger(): Viewer {
  return { id: null, mayPost: env().POSTING === "open" };
}

/**
 * Who sent a request: the owner with `Authorization: Bearer <API_KEY>` (RFC 6750), or someone unknown.
 * @throws {Problem} 401 for credentials that are no good; they are never passed over
 */
export async function viewerOf(req: IncomingMessage): Promise<Viewer> {
  const { authorization } = req.headers;
  if (authorization === undefined) return stranger();
  const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (key !== undefined && isOwnerKey(key)) return { id: "owner", mayPost: true };
  throw new Problem("unauthenticated", { title: "This API key is not valid", ...STRANGER_REFUSED });
}

/**
 * Who sent a request, where only someone who may post is served.
 * @throws {Problem} 401
 */
export async function requireAuthor(req: IncomingMessage): Promise<Viewer> {
  const viewer = await viewerOf(req);
  if (!viewer.mayPost) requireKnown(viewer);
  return viewer;
}

/** @throws {Problem} 401 for someone unknown, with how to become known */
export function requireKnown(viewer: Viewer): void {
  if (viewer.id !== null) return;
  throw new Problem("unauthenticated", {
    title: "Posting needs an API key",
    detail:
      "Send the header Authorization: Bearer <key>. The owner sets the key as API_KEY, or lets everyone post with POSTING=open.",
    ...STRANGER_REFUSED,
  });
}
