import { requireDatabase } from "#lib/server/copy/source-and-target";
import { naming, ownDatabase } from "./options.ts";
import type { Command } from "./run.ts";

export const setupCode: Command = {
  summary: "prints the code that the owner's account is created with",
  usage: "[--database <database>]",
  options: { "--database <database>": "file:… or postgres://…; the one of DATABASE_URL by default" },
  notes: `
Octavo prints the same code when it starts, until there is an owner. All processes on one database have the same. Octavo
may be running.
`,
  async run({ database }) {
    const { setting, url } = ownDatabase(database);
    await naming({ [setting]: url }, () => requireDatabase(url));
    // Loaded lazily: the other commands do not need accounts.
    const { hasAccounts } = await import("#lib/server/accounts/has-accounts");
    const { getSetupCode } = await import("#lib/server/accounts/setup-code");
    const { openDatabase } = await import("#lib/server/db/open");
    const { db } = await openDatabase(url);
    try {
      if (await hasAccounts(db)) throw new Error("the site has an owner already; no code is needed any more");
      process.stdout.write(`${await getSetupCode(db)}\n`);
    } finally {
      await db.destroy();
    }
  },
};
