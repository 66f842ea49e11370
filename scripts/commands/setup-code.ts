import { DATABASE_OPTION } from "./options.ts";
import { changeDatabase } from "./own-database.ts";
import type { Command } from "./run.ts";

export const setupCode: Command = {
  summary: "prints the code that the owner's account is created with",
  usage: "[--database <database>]",
  options: DATABASE_OPTION,
  notes: `
Octavo prints the same code when it starts, until there is an owner. All processes on one database have the same. Octavo
may be running.
`,
  async run({ database }) {
    // Loaded lazily: the other commands do not need accounts.
    const { hasAccounts } = await import("#lib/server/accounts/has-accounts");
    const { getSetupCode } = await import("#lib/server/accounts/setup-code");
    const code = await changeDatabase(database, async (db) => {
      if (await hasAccounts(db)) throw new Error("the site has an owner already; no code is needed any more");
      return getSetupCode(db);
    });
    process.stdout.write(`${code}\n`);
  },
};
