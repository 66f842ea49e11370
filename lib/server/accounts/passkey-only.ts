import type { Database } from "#lib/server/db/tables";

/** Whether passkeys are the only way to sign in to an account. */
export async function isPasskeyOnly(db: Database, accountId: string): Promise<boolean> {
  const found = await db
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", accountId)
    .where("is_passkey_only", "=", 1)
    .executeTakeFirst();
  return found !== undefined;
}
