import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { requireOwnerRole, type Viewer } from "#lib/server/viewer";

/** The ids of the owners who can sign in. */
export type Owners = string[];

/**
 * Locks the rows of all owners, and of other accounts that are to be changed, so that concurrent changes of roles, suspensions and
 * deletions come one after the other. All in one statement, in the order of their ids: otherwise two could wait for each other.
 */
export async function lockOwners(trx: DatabaseTransaction, others: string[]): Promise<Owners> {
  const rows = await trx
    .selectFrom("accounts")
    .select(["id", "role", "suspended_at"])
    // Suspended ones too: another transaction that began before the suspension holds or awaits their locks.
    .where((eb) => eb.or([eb("role", "=", "owner"), ...(others.length > 0 ? [eb("id", "in", others)] : [])]))
    .orderBy("id")
    .modifyEnd(getEngine(trx).accountLock)
    .execute();
  return rows.filter(({ role, suspended_at }) => role === "owner" && suspended_at === null).map(({ id }) => id);
}

/** Refuses a sender who is no longer an owner since the request was authenticated. @throws {Problem} 403 */
export function requireStillOwner(owners: Owners, by: Pick<Viewer, "id" | "account">): void {
  if (by.account && !owners.includes(by.account.id)) requireOwnerRole({ ...by, role: null });
}

/** Refuses to take away the only owner who can sign in. @throws {Problem} 409 */
export function requireOtherOwner(owners: Owners, id: string): void {
  if (owners.length === 1 && owners[0] === id) throw new Problem("last-owner");
}
