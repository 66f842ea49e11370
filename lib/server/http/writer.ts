import type { NextApiRequest, NextApiResponse } from "next";
import { authenticate, requireCanPost } from "#lib/server/authentication";
import { isProduction } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import {
  requireAuthenticated,
  requireEditorRole,
  requireOwnerRole,
  requireWriteScope,
  SESSION_VIEWER,
  type Viewer,
} from "#lib/server/viewer";
import { requireAllowedOrigin, requireSameOrigin } from "./cors.ts";
import { type Limit, limitUploads, limitWrites } from "./rate-limit.ts";

/**
 * Checks who wrote a text against who sends it: another account may have signed in in another tab since.
 * @param expected the id of the account, empty for an anonymous writer: the header Octavo-Account, or the field of a form
 * @throws {Problem} 401 for an anonymous viewer, 409 for another account
 */
export function requireExpectedAccount(expected: string | string[] | undefined, viewer: Viewer): void {
  if (expected === undefined || expected === (viewer.account?.id ?? "")) return;
  // The session has ended, or has been another account's all along.
  requireAuthenticated(viewer);
  throw new Problem("account-changed");
}

/**
 * Authorizes a write: refuses pages of other sites, requires the right to post, applies the rate limit. The first line of
 * every handler that writes.
 * @throws {Problem} 401, 403, 409, 429
 */
export async function requireWriter(
  req: NextApiRequest,
  res: NextApiResponse,
  limit: Limit = limitWrites,
): Promise<Viewer> {
  requireAllowedOrigin(req);
  const viewer = await requireCanPost(req);
  requireWriteScope(viewer);
  requireExpectedAccount(req.headers["octavo-account"], viewer);
  await limit(req, res, viewer.id);
  return viewer;
}

/**
 * Authorizes an upload as `requireWriter` does; in production by an account or a key, even where everyone may post.
 * @throws {Problem} 401, 403, 409, 429
 */
export async function requireUploader(req: NextApiRequest, res: NextApiResponse): Promise<Viewer> {
  const viewer = await requireWriter(req, res, limitUploads);
  if (isProduction) requireAuthenticated(viewer);
  return viewer;
}

/** @param requireRole throws unless the viewer may do this */
async function requireWriterWith(
  requireRole: (viewer: Viewer) => void,
  req: NextApiRequest,
  res: NextApiResponse,
): Promise<Viewer> {
  requireAllowedOrigin(req);
  const viewer = await authenticate(req);
  // First: an author who has signed in meanwhile gets the 409 of another account, not a 403.
  requireExpectedAccount(req.headers["octavo-account"], viewer);
  requireRole(viewer);
  requireWriteScope(viewer);
  await limitWrites(req, res, viewer.id);
  return viewer;
}

/** Authorizes a write that only the owner may do. @throws {Problem} 401, 403, 409, 429 */
export const requireOwnerWriter = (req: NextApiRequest, res: NextApiResponse) =>
  requireWriterWith(requireOwnerRole, req, res);

/** Authorizes a write that only the owner and editors may do. @throws {Problem} 401, 403, 409, 429 */
export const requireEditorWriter = (req: NextApiRequest, res: NextApiResponse) =>
  requireWriterWith(requireEditorRole, req, res);

function requireSessionOf(whose: string, viewer: Viewer): void {
  if (viewer.id?.startsWith(SESSION_VIEWER)) return;
  throw new Problem("forbidden", { title: `This needs ${whose} session; an API key manages no users` });
}

/** The owner's session. */
function requireOwnerSession(viewer: Viewer): void {
  requireOwnerRole(viewer);
  requireSessionOf("the owner’s", viewer);
}

/**
 * Authorizes a change of users or invitations: by the owner's session, since a leaked API key must not let anyone in.
 * @throws {Problem} 401, 403, 409, 429
 */
export const requireUserManager = (req: NextApiRequest, res: NextApiResponse) =>
  requireWriterWith(requireOwnerSession, req, res);

/**
 * Authorizes a change of a user: by their own session, or the owner's. What only the owner may change is checked with the change.
 * @throws {Problem} 401, 403, 409, 429
 */
export const requireUserWriter = (req: NextApiRequest, res: NextApiResponse, id: string) =>
  requireWriterWith(
    (viewer) => (viewer.account?.id === id ? requireSessionOf("your own", viewer) : requireOwnerSession(viewer)),
    req,
    res,
  );

/**
 * Checks a write to accounts, sessions or keys before authentication: refuses pages of other sites, applies the rate
 * limit.
 * @throws {Problem} 403, 429
 */
export async function requireSameOriginWrite(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  requireSameOrigin(req);
  await limitWrites(req, res, null);
}
