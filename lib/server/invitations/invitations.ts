import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import type { Database, DatabaseTransaction, InvitationsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { loadNewest } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { lockOwners, requireStillOwner } from "#lib/server/users/owners";
import { requireOwnerRole, type Viewer } from "#lib/server/viewer";
import type { Invitation, InvitationWithLink, NewInvitation } from "#lib/shared/invitations";
import type { PageQuery } from "#lib/shared/params";
import { INVITED_ROLES, type Role } from "#lib/shared/roles";
import { cleanText } from "#lib/shared/text";
import { sendInvitation } from "./invitation-email.ts";

/** Lifetime of an invitation, in milliseconds: a week. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;
/** How long an invitation that nobody has used stays in the list after it has expired, and may be renewed, in milliseconds: 30 days. */
export const INVITATION_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
const LIST = "invitations";

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");
const toIso = (milliseconds: number) => new Date(milliseconds).toISOString();

type Row = Selectable<InvitationsTable> & { account_name: string | null; account_deleted_at: number | null };

/** An invitation as the API returns it. */
function toInvitation(row: Row, now: number): Invitation {
  const { account_deleted_at, account_id, account_name, expires_at, made_at, used_at } = row;
  return {
    id: row.id,
    email: row.email,
    role: INVITED_ROLES.find((role) => role === row.role) ?? "author",
    status: used_at !== null ? "used" : expires_at > now ? "open" : "expired",
    createdAt: toIso(made_at),
    expiresAt: toIso(expires_at),
    usedAt: used_at === null ? null : toIso(used_at),
    acceptedBy:
      account_id === null || account_name === null
        ? null
        : { id: account_id, name: cleanText(account_name), isDeleted: account_deleted_at !== null },
  };
}

const selectInvitations = (db: Database) =>
  db
    .selectFrom("invitations")
    .leftJoin("accounts", "accounts.id", "invitations.account_id")
    .selectAll("invitations")
    .select(["accounts.name as account_name", "accounts.deleted_at as account_deleted_at"]);

/** Lists invitations, the newest first; `next` is the next cursor. */
export async function listInvitations(
  db: Database,
  pageQuery: Partial<PageQuery>,
  now = Date.now(),
): Promise<{ invitations: Invitation[]; next: string | undefined }> {
  const all = { query: selectInvitations(db), table: "invitations", time: "made_at" } as const;
  const { next, page } = await loadNewest(db, LIST, all, pageQuery);
  return { invitations: page.map((row) => toInvitation(row, now)), next };
}

/** Loads an invitation. @throws {Problem} 404 */
export async function requireInvitation(db: Database, id: string, now = Date.now()): Promise<Invitation> {
  const row = await selectInvitations(db).where("invitations.id", "=", id).executeTakeFirst();
  if (row) return toInvitation(row, now);
  throw new Problem("not-found", { title: "Invitation not found" });
}

/** Who makes an invitation: an owner. */
type Inviter = Pick<Viewer, "id" | "account" | "role">;

function createLink(by: Inviter, origin: string, now: number) {
  const token = randomBytes(24).toString("base64url");
  const columns = { hash: hashOf(token), expires_at: now + INVITATION_MS, made_by: by.account?.id ?? null };
  return { columns, url: `${origin}/signup?invitation=${token}` };
}

/** Emails the link, if there is an email address and the site sends email. */
async function withLink(invitation: Invitation, url: string): Promise<InvitationWithLink> {
  const isEmailed = invitation.email !== null && (await sendInvitation(invitation.email, url));
  return { ...invitation, url, isEmailed };
}

/** Stores a link, by somebody who is an owner until it is stored. @throws {Problem} 401, 403 */
const asOwner = <T>(db: Database, by: Inviter, store: (trx: DatabaseTransaction) => Promise<T>) =>
  inTransaction(db, async (trx) => {
    requireOwnerRole(by);
    requireStillOwner(await lockOwners(trx, by.account ? [by.account.id] : []), by);
    return store(trx);
  });

/**
 * Creates a link with which one person can sign up within a week, as long as its maker is an owner.
 * @param origin the origin of the site's URLs
 * @throws {Problem} 403 unless `by` is an owner
 */
export async function createInvitation(
  db: Database,
  { email = null, role }: NewInvitation,
  by: Inviter,
  origin: string,
  now = Date.now(),
): Promise<InvitationWithLink> {
  const { columns, url } = createLink(by, origin, now);
  const id = randomUUID();
  const row = { id, ...columns, email, role, made_at: now };
  await asOwner(db, by, (trx) => trx.insertInto("invitations").values(row).execute());
  log.info({ event: "invitation-created", invitation: id, role }, "invitation created");
  return withLink(await requireInvitation(db, id, now), url);
}

const alreadyUsed = () => new Problem("invitation-used");

/**
 * Replaces the link of an invitation, whether it has expired or not; the former link does not work any more. The new
 * one is that of `by`.
 * @throws {Problem} 403 unless `by` is an owner; 404; 409 if it was used
 */
export async function renewInvitation(
  db: Database,
  id: string,
  by: Inviter,
  origin: string,
  now = Date.now(),
): Promise<InvitationWithLink> {
  const { columns, url } = createLink(by, origin, now);
  const renewed = await asOwner(db, by, (trx) =>
    trx
      .updateTable("invitations")
      .set(columns)
      .where("id", "=", id)
      .where("used_at", "is", null)
      .returning("id")
      .executeTakeFirst(),
  );
  const invitation = await requireInvitation(db, id, now);
  if (!renewed) throw alreadyUsed();
  log.info({ event: "invitation-renewed", invitation: id }, "invitation has a new link");
  return withLink(invitation, url);
}

/** Ends the open invitations of somebody who is no owner any more: they have expired. Another owner may renew them. */
export async function endInvitationsOf(trx: DatabaseTransaction, account: string, now: number): Promise<void> {
  await trx
    .updateTable("invitations")
    .set({ expires_at: now })
    .where("made_by", "=", account)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .execute();
}

/** Cancels an invitation that was not used: its link does not work any more. @throws {Problem} 404; 409 if it was used */
export async function cancelInvitation(db: Database, id: string): Promise<void> {
  const cancelled = await db
    .deleteFrom("invitations")
    .where("id", "=", id)
    .where("used_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!cancelled) {
    await requireInvitation(db, id);
    throw alreadyUsed();
  }
  log.info({ event: "invitation-cancelled", invitation: id }, "invitation cancelled");
}

/** Why an invitation is invalid; undefined if it is valid. One that was cancelled counts as used. */
export async function invitationError(
  db: Database,
  token: string,
  now = Date.now(),
): Promise<"used" | "expired" | undefined> {
  const found = await db
    .selectFrom("invitations")
    .select(["expires_at", "used_at"])
    .where("hash", "=", hashOf(token))
    .executeTakeFirst();
  if (!found || found.used_at !== null) return "used";
  return found.expires_at > now ? undefined : "expired";
}

const ERRORS = {
  used: "This invitation has been used or cancelled, or its link is incomplete",
  expired: "This invitation has expired",
};
export const invitationNeeded = (title: string) =>
  new Problem("forbidden", { title, detail: "The owner of the site can create one." });

/** @throws {Problem} 403 if the invitation is invalid */
export async function requireValidInvitation(db: Database, token: string, now = Date.now()): Promise<void> {
  const error = await invitationError(db, token, now);
  if (error) throw invitationNeeded(ERRORS[error]);
}

/**
 * Uses an invitation for an account; of concurrent requests, one succeeds.
 * @returns the role of the account
 * @throws {Problem} 403 if it is invalid
 */
export async function useInvitation(
  trx: DatabaseTransaction,
  token: string,
  account: string,
  now: number,
): Promise<Role> {
  const used = await trx
    .updateTable("invitations")
    .set({ used_at: now, account_id: account })
    .where("hash", "=", hashOf(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning("role")
    .executeTakeFirst();
  if (used) return used.role;
  throw invitationNeeded(ERRORS[(await invitationError(trx, token, now)) ?? "used"]);
}
