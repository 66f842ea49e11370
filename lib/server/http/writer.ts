import type { NextApiRequest, NextApiResponse } from "next";
import { requireCanPost, requireOwner } from "#lib/server/authentication";
import { requireWriteScope, type Viewer } from "#lib/server/viewer";
import { requireAllowedOrigin, requireSameOrigin } from "./cors.ts";
import { type Limit, limitWrites } from "./rate-limit.ts";

/**
 * Who wants to write: not a page of another site, someone who may, and not too often. The first line of every handler
 * that writes.
 * @throws {Problem} 401, 403, 429
 */
export async function requireWriter(
  req: NextApiRequest,
  res: NextApiResponse,
  limit: Limit = limitWrites,
): Promise<Viewer> {
  requireAllowedOrigin(req);
  const author = await requireCanPost(req);
  requireWriteScope(author);
  await limit(req, res, author.id);
  return author;
}

/** The same for what only the owner may. @throws {Problem} 401, 403, 429 */
export async function requireOwnerWriter(req: NextApiRequest, res: NextApiResponse): Promise<Viewer> {
  requireAllowedOrigin(req);
  const owner = await requireOwner(req);
  requireWriteScope(owner);
  await limitWrites(req, res, owner.id);
  return owner;
}

/**
 * What a write to accounts, sessions or keys is held to before it is known who is signed in: not from a page of another
 * site, and not too often.
 * @throws {Problem} 403, 429
 */
export async function requireSameOriginWrite(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  requireSameOrigin(req);
  await limitWrites(req, res, null);
}
