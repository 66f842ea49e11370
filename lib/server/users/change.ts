import { endAccess } from "#lib/server/accounts/sessions";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { endInvitationsOf } from "#lib/server/invitations/invitations";
import { log } from "#lib/server/log";
import { revokePreviewLinks } from "#lib/server/preview-links/preview-links";
import type { Viewer } from "#lib/server/viewer";
import type { UserDetails, UserPatch } from "#lib/shared/users";
import { lockOwners, requireOtherOwner, requireStillOwner } from "./owners.ts";
import { changeProfile } from "./profile.ts";
import { requireUserDetails } from "./users.ts";

export type Options = {
  /** Throws where the user does not match the request's If-Match. */
  precondition?: (current: UserDetails) => void;
  /** The present time, in milliseconds since 1970. */
  now?: number;
};

/**
 * Suspends or reinstates a user. Either ends all sessions, API keys, reset links, preview links and invitations: some may have been
 * created while a suspension was being stored.
 */
export async function setSuspended(
  trx: DatabaseTransaction,
  id: string,
  since: number | null,
  now: number,
): Promise<void> {
  await trx.updateTable("accounts").set({ suspended_at: since }).where("id", "=", id).execute();
  await endAccess(trx, id);
  await revokePreviewLinks(trx, id);
  await endInvitationsOf(trx, id, now);
}

/**
 * Changes the profile or the role of a user, suspends or reinstates them. All apply to the next request in every process.
 * @param by an owner; or the user, for the profile
 * @throws {Problem} 400; 403 unless `by` is an owner, or the user; 404; 409 if no owner would remain; and the errors of the
 * precondition
 */
export async function changeUser(
  db: Database,
  id: string,
  patch: UserPatch,
  by: Pick<Viewer, "id" | "account">,
  { now = Date.now(), precondition }: Options = {},
): Promise<UserDetails> {
  const isOwnProfile = by.account?.id === id && patch.role === undefined && patch.status === undefined;
  const [before, after, isProfileChanged] = await inTransaction(db, async (trx) => {
    const owners = await lockOwners(trx, [id]);
    if (!isOwnProfile) requireStillOwner(owners, by);
    const current = await requireUserDetails(trx, id);
    precondition?.(current);
    const { role = current.role, status = current.status } = patch;
    if (role !== "owner" || status !== "active") requireOtherOwner(owners, id);
    if (role !== current.role) await trx.updateTable("accounts").set({ role }).where("id", "=", id).execute();
    if (role !== "owner") await endInvitationsOf(trx, id, now);
    if (status !== current.status) await setSuspended(trx, id, status === "suspended" ? now : null, now);
    const isProfileChanged = await changeProfile(trx, id, patch);
    return [current, await requireUserDetails(trx, id), isProfileChanged];
  });
  const event = { user: id, by: by.id };
  if (isProfileChanged) log.info({ event: "profile-changed", ...event }, "profile changed");
  if (after.role !== before.role) log.info({ event: "role-changed", ...event, role: after.role }, "role changed");
  if (after.status !== before.status) {
    const name = after.status === "suspended" ? "user-suspended" : "user-reinstated";
    log.info({ event: name, ...event }, `user ${after.status === "suspended" ? "suspended" : "reinstated"}`);
  }
  return after;
}
