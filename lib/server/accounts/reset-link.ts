import { randomBytes } from "node:crypto";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { getAuth, RESET_S } from "./auth.ts";
import { resetUrl } from "./reset-email.ts";

type Options = {
  /** Allows the password of an account that signs in with passkeys only again. */
  allowsPassword?: boolean;
  /** The present time, in milliseconds since 1970. */
  now?: number;
};

/**
 * Creates a password reset link for the operator to pass on, where email is not configured.
 * @returns undefined if the email address has no account
 * @throws if the account is suspended, or signs in with passkeys only
 */
export async function createResetLink(
  db: Database,
  email: string,
  { allowsPassword = false, now = Date.now() }: Options = {},
): Promise<string | undefined> {
  const found = await db
    .selectFrom("accounts")
    .select(["id", "is_passkey_only", "suspended_at"])
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
  if (!found) return undefined;
  if (found.suspended_at !== null) throw new Error("this account is suspended; the owner can reinstate it");
  if (found.is_passkey_only === 1) {
    if (!allowsPassword) {
      throw new Error(
        "this account signs in with passkeys only; --allow-password lets it sign in with a password again",
      );
    }
    await db.updateTable("accounts").set({ is_passkey_only: 0 }).where("id", "=", found.id).execute();
    log.info(
      { event: "sign-in-restricted", account: found.id, isPasskeyOnly: false },
      "sign-in with a password allowed",
    );
  }
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(now + RESET_S * 1000);
  await internalAdapter.createVerificationValue({ identifier: `reset-password:${token}`, value: found.id, expiresAt });
  return resetUrl(token);
}
