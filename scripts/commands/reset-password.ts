import { DATABASE_OPTION } from "./options.ts";
import { changeDatabase } from "./own-database.ts";
import { type Command, UsageError } from "./run.ts";

export const resetPassword: Command = {
  summary: "prints a link that sets a new password for an account",
  usage: "--email <email> [--allow-password] [--database <database>]",
  options: {
    "--email <email>": "the account's email address",
    "--allow-password": "lets an account that signs in with passkeys only sign in with its password again, at once",
    ...DATABASE_OPTION,
  },
  notes: `
The link leads to the site at SITE_URL. It works once, within an hour, and ends every session of the account. Octavo
may be running.

An account that signs in with passkeys only gets no link without --allow-password. Make sure first that it is its user who asks.
`,
  async run({ database, email }, _signal, { switches }) {
    if (!email) throw new UsageError("--email is missing");
    // Loaded lazily: the other commands do not need accounts.
    const { createResetLink } = await import("#lib/server/accounts/reset-link");
    const allowsPassword = switches.has("allowPassword");
    const link = await changeDatabase(database, (db) => createResetLink(db, email, { allowsPassword }));
    if (link === undefined) throw new Error("no account has this email address");
    process.stdout.write(`${link}\n`);
  },
};
