import { requireDatabase } from "#lib/server/copy/source-and-target";
import { naming, ownDatabase } from "./options.ts";
import { type Command, UsageError } from "./run.ts";

export const resetPassword: Command = {
  summary: "prints a link with which the holder of an account chooses a new password",
  usage: "--email <address> [--database <database>]",
  options: {
    email: "the account's e-mail address",
    database: "file:… or postgres://…; the one of DATABASE_URL where it is left out",
  },
  notes: `
The link leads to the site at SITE_URL. It works once, within an hour, and ends every session of the account. Octavo may
run meanwhile.
`,
  async run({ database, email }) {
    if (!email) throw new UsageError("--email is missing");
    const { setting, url } = ownDatabase(database);
    await naming({ [setting]: url }, () => requireDatabase(url));
    // Loaded here: the other commands have no use for accounts.
    const { createResetLink } = await import("#lib/server/accounts/reset-link");
    const { openDatabase } = await import("#lib/server/db/open");
    const { db } = await openDatabase(url);
    try {
      const link = await createResetLink(db, email);
      if (link === undefined) throw new Error("no account has this address");
      process.stdout.write(`${link}\n`);
    } finally {
      await db.destroy();
    }
  },
};
