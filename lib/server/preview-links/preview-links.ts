import { createHash, randomBytes, randomUUID } from "node:crypto";
import { accountViewer } from "#lib/server/authentication";
import type { Database, DatabaseTransaction, PreviewLinksTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { requireEditablePost } from "#lib/server/posts/read";
import type { PostRow } from "#lib/server/posts/row";
import { canEditPost, isPublic } from "#lib/server/posts/rules";
import { Problem } from "#lib/server/problem";
import { requireAccount, SESSION_VIEWER, type Viewer } from "#lib/server/viewer";
import { previewPath } from "#lib/shared/preview-link-paths";
import type { NewPreviewLink, PreviewLink, PreviewLinkWithUrl } from "#lib/shared/preview-links";
import type { Role } from "#lib/shared/roles";
import { cleanText } from "#lib/shared/text";

/** How many open preview links a post may have. */
export const PREVIEW_LINKS_MAX = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A token has 192 random bits, so a fast hash without salt is enough. */
const TOKEN_BYTES = 24;
const TOKEN = /^[\w-]{32}$/;
const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");
const toIso = (milliseconds: number) => new Date(milliseconds).toISOString();

type Row = Pick<PreviewLinksTable, "id" | "post_id" | "account_id" | "shows_changes" | "created_at" | "expires_at"> & {
  name: string;
  role: Role;
};

function toPreviewLink({ account_id, created_at, expires_at, id, name, shows_changes }: Row): PreviewLink {
  return {
    id,
    createdAt: toIso(created_at),
    expiresAt: toIso(expires_at),
    createdBy: { id: account_id, name: cleanText(name) },
    showsChanges: shows_changes === 1,
  };
}

/** The links that have not ended, with their creators; one of a suspended or deleted account has. */
const selectLinks = (db: Database, now: number) =>
  db
    .selectFrom("preview_links")
    .innerJoin("accounts", "accounts.id", "preview_links.account_id")
    .select(["preview_links.id", "post_id", "account_id", "shows_changes", "created_at", "expires_at"])
    .select(["accounts.name", "accounts.role"])
    .where("expires_at", ">", now)
    .where("accounts.suspended_at", "is", null);

/** Who created a link. It opens nothing that they may not edit themselves any more. */
const creatorOf = ({ account_id, name, role }: Row): Viewer =>
  accountViewer(SESSION_VIEWER + account_id, { id: account_id, name, role }, "read");

/** Lists the open preview links of a post, the newest first. */
export async function listPreviewLinks(db: Database, post: PostRow, now = Date.now()): Promise<PreviewLink[]> {
  const rows = await selectLinks(db, now)
    .where("post_id", "=", post.id)
    .orderBy("created_at", "desc")
    .orderBy("preview_links.id", "desc")
    .execute();
  return rows.filter((row) => canEditPost(creatorOf(row), post)).map(toPreviewLink);
}

/**
 * Creates a link with which anybody can read a post before it is published.
 * @param by may edit the post, and has an account
 * @param origin the origin of the site's URLs
 * @throws {Problem} 401, 403, 404; 409 for one more than PREVIEW_LINKS_MAX
 */
export async function createPreviewLink(
  db: Database,
  postId: unknown,
  { days }: NewPreviewLink,
  by: Viewer,
  origin: string,
  now = Date.now(),
): Promise<PreviewLinkWithUrl> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const link = await inTransaction(db, async (trx) => {
    // Locks the post, so that concurrent requests do not exceed the limit.
    const post = await requireEditablePost(trx, postId, by, now);
    const account = requireAccount(by);
    if ((await listPreviewLinks(trx, post, now)).length >= PREVIEW_LINKS_MAX) {
      throw new Problem("too-many-preview-links");
    }
    const row = {
      id: randomUUID(),
      post_id: post.id,
      account_id: account,
      shows_changes: isPublic(post, now) ? 1 : 0,
      created_at: now,
      expires_at: now + days * DAY_MS,
    };
    await trx
      .insertInto("preview_links")
      .values({ ...row, hash: hashOf(token) })
      .execute();
    return toPreviewLink({ ...row, name: by.account?.name ?? "", role: by.role ?? "author" });
  });
  log.info({ event: "preview-link-created", post: String(postId), link: link.id, by: by.id }, "preview link created");
  return { ...link, url: origin + previewPath(token) };
}

/** Revokes a preview link of a post immediately. @throws {Problem} 401, 403, 404 */
export async function revokePreviewLink(db: Database, postId: unknown, id: string, by: Viewer): Promise<void> {
  const post = await requireEditablePost(db, postId, by);
  const revoked = await db
    .deleteFrom("preview_links")
    .where("id", "=", id)
    .where("post_id", "=", post.id)
    .returning("id")
    .executeTakeFirst();
  if (!revoked) throw new Problem("not-found", { title: "Preview link not found" });
  log.info({ event: "preview-link-revoked", post: String(post.id), link: id, by: by.id }, "preview link revoked");
}

/**
 * Finds the link with a token, and its post.
 * @returns undefined where it is unknown, revoked or expired, the post is deleted, or its creator may not edit the post any more
 */
export async function findPreviewLink(
  db: Database,
  token: unknown,
  now = Date.now(),
): Promise<{ link: PreviewLink; post: PostRow } | undefined> {
  if (typeof token !== "string" || !TOKEN.test(token)) return undefined;
  const row = await selectLinks(db, now).where("hash", "=", hashOf(token)).executeTakeFirst();
  if (!row) return undefined;
  try {
    return { link: toPreviewLink(row), post: await requireEditablePost(db, String(row.post_id), creatorOf(row), now) };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Revokes all preview links of an account, in the transaction that ends its access. */
export async function revokePreviewLinks(trx: DatabaseTransaction, accountId: string): Promise<void> {
  await trx.deleteFrom("preview_links").where("account_id", "=", accountId).execute();
}
