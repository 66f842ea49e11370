import { randomBytes } from "node:crypto";
import type { Database } from "#lib/server/db/tables";
import { getAuth, RESET_S } from "./auth.ts";
import { resetUrl } from "./reset-email.ts";

/**
 * Creates a password reset link for the operator to pass on, where email is not configured.
 * @returns undefined if the email address has no account
 * @throws if the account is suspended
 */
export async function createResetLink(db: Database, email: string, now = Date.now()): Promise<string | undefined> {
  const found = await db
    .selectFrom("accounts")
    .select(["id", "suspended_at"])
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
  if (!found) return undefined;
  if (found.suspended_at !== null) throw new Error("this account is suspended; the owner can reinstate it");
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(now + RESET_S * 1000);
  await internalAdapter.createVerificationValue({ identifier: `reset-password:${token}`, value: found.id, expiresAt });
  return resetUrl(token);
}
