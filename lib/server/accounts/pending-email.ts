import type { Database } from "#lib/server/db/tables";

/** The columns of an account of which no change of the email address waits for its confirmation. */
export const NO_PENDING_EMAIL = { pending_email: null, pending_email_hash: null, pending_email_expires_at: null };

/** Ends a change of the email address that is not confirmed yet: its link does not work any more. */
export async function cancelEmailChange(db: Database, accountId: string): Promise<void> {
  await db.updateTable("accounts").set(NO_PENDING_EMAIL).where("id", "=", accountId).execute();
}
