import type { Database } from "#lib/server/db/tables";
import { BATCH } from "#lib/server/housekeeping/batches";

/** The columns of an account of which no change of the email address waits for its confirmation. */
export const NO_PENDING_EMAIL = { pending_email: null, pending_email_hash: null, pending_email_expires_at: null };

/** Ends a change of the email address that is not confirmed yet: its link does not work any more. */
export async function cancelEmailChange(db: Database, accountId: string): Promise<void> {
  await db.updateTable("accounts").set(NO_PENDING_EMAIL).where("id", "=", accountId).execute();
}

/** Ends up to BATCH changes of an email address that were not confirmed in time. @returns how many */
export async function removeExpiredEmailChanges(db: Database, now: number): Promise<number> {
  const expired = db
    .selectFrom("accounts")
    .select("id")
    .where("pending_email", "is not", null)
    .where("pending_email_expires_at", "<=", now)
    .limit(BATCH);
  const { numUpdatedRows } = await db
    .updateTable("accounts")
    .set(NO_PENDING_EMAIL)
    .where("id", "in", expired)
    .where("pending_email_expires_at", "<=", now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
