import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { requireOwnerRole, type Viewer } from "#lib/server/viewer";

/** The owners who can sign in. */
export type Owners = string[];

/**
 * Locks the rows of all owners who can sign in, so that concurrent changes of roles, suspensions and deletions come one after
 * the other.
 */
export async function lockOwners(trx: DatabaseTransaction): Promise<Owners> {
  const rows = await trx
    .selectFrom("accounts")
    .select("id")
    .where("role", "=", "owner")
    .where("suspended_at", "is", null)
    .orderBy("id")
    .modifyEnd(getEngine(trx).accountLock)
    .execute();
  return rows.map(({ id }) => id);
}

/** Refuses who has lost the role of an owner while the lock was waited for. @throws {Problem} 403 */
export function requireStillOwner(owners: Owners, by: Viewer): void {
  if (by.account && !owners.includes(by.account.id)) requireOwnerRole({ ...by, role: null });
}

/** Refuses to take away the only owner who can sign in. @throws {Problem} 409 */
export function requireOtherOwner(owners: Owners, id: string): void {
  if (owners.length === 1 && owners[0] === id) throw new Problem("last-owner");
}
