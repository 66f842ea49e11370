import type { Database } from "#lib/server/db/tables";

/** Whether the site has an owner already: the first account is one, and one always remains. */
export async function hasAccounts(db: Database): Promise<boolean> {
  const first = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  return first !== undefined;
}
