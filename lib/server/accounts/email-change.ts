import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { getEngine } from "#lib/server/db/engine";
import { isUniqueViolation } from "#lib/server/db/errors";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { limitEmailChanges } from "#lib/server/rate-limits";
import type { EmailChange, RequestedEmail } from "#lib/shared/account-security";
import { sendChangeNotice, sendConfirmation, sendRequestNotice } from "./email-change-emails.ts";
import { NO_PENDING_EMAIL } from "./pending-email.ts";
import { reauthenticate } from "./reauthenticate.ts";
import type { SignedIn } from "./sessions.ts";

/** Lifetime of a link that confirms a new email address, in milliseconds: an hour. */
const CONFIRMATION_MS = 60 * 60 * 1000;

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/**
 * Emails a link to a new email address, which confirms it, and a notice to the present one. Replaces a link that was requested before.
 * The response is the same whether another account has the address or not.
 * @throws {Problem} 400; 409 where the site does not send email; 429
 */
export async function requestEmailChange(
  db: Database,
  req: IncomingMessage,
  session: SignedIn,
  { currentPassword, email }: EmailChange,
  now = Date.now(),
): Promise<RequestedEmail> {
  const { account } = session;
  if (env().SMTP_URL === undefined) throw new Problem("no-email");
  await reauthenticate(db, req, session, currentPassword);
  if (email === account.email) {
    throw new Problem("validation", { fields: { email: ["This is your email address already"] } });
  }
  await limitEmailChanges(db, account.id, email);
  const token = randomBytes(24).toString("base64url");
  const expiresAt = now + CONFIRMATION_MS;
  await db
    .updateTable("accounts")
    .set({ pending_email: email, pending_email_hash: hashOf(token), pending_email_expires_at: expiresAt })
    .where("id", "=", account.id)
    // A session that has just ended with its account.
    .where("suspended_at", "is", null)
    .execute();
  log.info({ event: "email-change-requested", account: account.id }, "change of an email address requested");
  void sendRequestNotice(account.email, email);
  const isEmailed = await sendConfirmation(email, token);
  return { email, expiresAt: new Date(expiresAt).toISOString(), isEmailed };
}

const selectPending = (db: Database, token: string, now: number) =>
  db
    .selectFrom("accounts")
    .select(["id", "email", "pending_email"])
    .where("pending_email_hash", "=", hashOf(token))
    .where("pending_email_expires_at", ">", now)
    .where("suspended_at", "is", null);

/** The address that a link confirms; null if the link does not work any more. */
export async function findPendingEmail(db: Database, token: string, now = Date.now()): Promise<string | null> {
  return (await selectPending(db, token, now).executeTakeFirst())?.pending_email ?? null;
}

/** Changes the email address of an account, and ends links that were sent to the former one. @throws {Problem} 409 */
async function storeEmail(trx: DatabaseTransaction, accountId: string, email: string, now: number): Promise<void> {
  const taken = await trx.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst();
  if (taken && taken.id !== accountId) throw new Problem("email-taken");
  await trx
    .updateTable("accounts")
    .set({ email, emailVerified: 1, updatedAt: new Date(now).toISOString(), ...NO_PENDING_EMAIL })
    .where("id", "=", accountId)
    .execute()
    .catch((error: unknown) => {
      // Of an account that was stored meanwhile.
      throw isUniqueViolation(error) ? new Problem("email-taken") : error;
    });
  await trx.deleteFrom("verifications").where("value", "=", accountId).execute();
}

/**
 * Changes an email address with the link that was sent to the new one. Sessions stay; password reset links end.
 * @throws {Problem} 400 for a link that does not work any more; 409 if another account has the address
 */
export async function confirmEmail(db: Database, token: string, now = Date.now()): Promise<void> {
  const changed = await inTransaction(db, async (trx) => {
    const pending = await selectPending(trx, token, now).modifyEnd(getEngine(trx).accountLock).executeTakeFirst();
    if (!pending || pending.pending_email === null) {
      throw new Problem("validation", { fields: { token: ["This link is no longer good"] } });
    }
    await storeEmail(trx, pending.id, pending.pending_email, now);
    return { ...pending, email: pending.pending_email, former: pending.email };
  });
  log.info({ event: "email-changed", account: changed.id }, "email address changed");
  void sendChangeNotice(changed.former, changed.email);
}

/** Changes the email address of an account for the operator, without a confirmation. @returns false if there is no such account */
export async function changeEmailOf(db: Database, email: string, next: string, now = Date.now()): Promise<boolean> {
  const account = await inTransaction(db, async (trx) => {
    const found = await trx
      .selectFrom("accounts")
      .select("id")
      .where("email", "=", email.trim().toLowerCase())
      .where("deleted_at", "is", null)
      .modifyEnd(getEngine(trx).accountLock)
      .executeTakeFirst();
    if (found) await storeEmail(trx, found.id, next, now);
    return found;
  });
  if (account) log.info({ event: "email-changed", account: account.id }, "email address changed");
  return account !== undefined;
}
