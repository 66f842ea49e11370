import { bumpContentVersion } from "#lib/server/content-version";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { requireAuthenticated, type Viewer } from "#lib/server/viewer";
import type { UserDeletion } from "#lib/shared/users";
import { type Options, setSuspended } from "./change.ts";
import { lockOwners, requireOtherOwner, requireStillOwner } from "./owners.ts";
import { movePosts, requireRecipient } from "./posts-of-deleted.ts";
import { EMPTY_PROFILE } from "./profile.ts";
import { requireUserDetails } from "./users.ts";

/** Gives the images that an account has uploaded to another one, which may have uploaded some of them too. */
async function transferImages(trx: DatabaseTransaction, from: string, to: string): Promise<void> {
  await trx
    .insertInto("image_uploads")
    .columns(["source", "account_id", "image", "created_at"])
    .expression((eb) =>
      eb
        .selectFrom("image_uploads")
        .select(["source", eb.val(to).as("account_id"), "image", "created_at"])
        .where("account_id", "=", from),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Deletes what is stored of an account but its id, name and slug, which posts may show. Images stay while texts use them; what else
 * was uploaded is swept later.
 */
async function deleteAccount(
  trx: DatabaseTransaction,
  id: string,
  { posts, to }: UserDeletion,
  now: number,
): Promise<void> {
  if (posts === "transfer" && to !== undefined) await transferImages(trx, id, to);
  for (const table of ["autosaves", "passkeys"] as const) {
    await trx.deleteFrom(table).where("account_id", "=", id).execute();
  }
  await trx.deleteFrom("credentials").where("userId", "=", id).execute();
  await trx.deleteFrom("image_uploads").where("account_id", "=", id).execute();
  await trx.deleteFrom("account_images").where("account_id", "=", id).execute();
  await setSuspended(trx, id, now, now);
  // The column is unique and not null; no email address ends so (RFC 2606).
  const email = `${id}@deleted.invalid`;
  await trx
    .updateTable("accounts")
    .set({ email, deleted_at: now, signed_in_at: null, role: "author", is_passkey_only: 0, ...EMPTY_PROFILE })
    .where("id", "=", id)
    .execute();
  // The author's page.
  await bumpContentVersion(trx);
}

/** Refuses the deletion of one's own account, for requests without a password. @throws {Problem} 403 */
export function refuseOwnDeletion(id: string, by: Viewer): void {
  if (by.account?.id !== id) return;
  const title = "Delete your own account at /account/security, or by POST /api/auth/delete-account";
  throw new Problem("forbidden", { title });
}

/**
 * Deletes a user, with a choice for the posts. Their access ends first; then the posts are moved, a part at a time; then
 * the account is deleted. If it is interrupted, the user is suspended, and can be deleted again.
 * @param by an owner, or the user themselves
 * @throws {Problem} 400; 401 if `by` has been suspended; 403 if `by` is no owner any more; 404; 409 if no owner would remain, or the recipient of the posts is
 * not available; and the errors of the precondition
 */
export async function deleteUser(
  db: Database,
  id: string,
  deletion: UserDeletion,
  by: Viewer,
  { now = Date.now(), precondition }: Options = {},
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const owners = await lockOwners(trx, deletion.to === undefined ? [id] : [id, deletion.to]);
    const isOwn = by.account?.id === id;
    if (!isOwn) requireStillOwner(owners, by);
    const user = await requireUserDetails(trx, id);
    // Their session has ended since the request was authenticated.
    if (isOwn && user.status === "suspended") requireAuthenticated({ id: null });
    precondition?.(user);
    requireOtherOwner(owners, id);
    if (deletion.posts === "transfer") await requireRecipient(trx, id, deletion.to);
    await setSuspended(trx, id, now, now);
  });
  await movePosts(db, id, deletion, now);
  await inTransaction(db, async (trx) => {
    // Again: the user may have been reinstated meanwhile.
    requireOtherOwner(await lockOwners(trx, [id]), id);
    await deleteAccount(trx, id, deletion, now);
  });
  log.info({ event: "user-deleted", user: id, by: by.id, posts: deletion.posts }, "user deleted");
}
