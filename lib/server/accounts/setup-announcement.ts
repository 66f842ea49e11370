import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { hasAccounts } from "./has-accounts.ts";
import { getSetupCode, needsSetupCode } from "./setup-code.ts";

/**
 * What the operator needs to create the owner's account: the code, and a line that says so.
 * @returns undefined where there is an owner, or no code is needed
 */
export async function setupAnnouncement(db: Database) {
  if (!needsSetupCode || (await hasAccounts(db))) return undefined;
  const code = await getSetupCode(db);
  return {
    code,
    /** @param url what the server listens on; SITE_URL is preferred */
    line: (url: string) => `Create the owner's account at ${env().SITE_URL ?? url}/signup with the setup code ${code}`,
  };
}
