import { DATABASE_OPTION } from "./options.ts";
import { changeDatabase } from "./own-database.ts";
import { type Command, UsageError } from "./run.ts";

export const changeEmail: Command = {
  summary: "changes the email address of an account",
  usage: "--email <email> --to <email> [--database <database>]",
  options: {
    "--email <email>": "the account's present email address",
    "--to <email>": "the new one",
    ...DATABASE_OPTION,
  },
  notes: `
For sites that do not send email, and so cannot confirm an address. The address changes at once; sessions stay, and
password reset links end. Make sure first that it is the account's user who asks. Octavo may be running.
`,
  async run({ database, email, to }) {
    if (!email) throw new UsageError("--email is missing");
    if (!to) throw new UsageError("--to is missing");
    // Loaded lazily: the other commands do not need accounts.
    const { changeEmailOf } = await import("#lib/server/accounts/email-change");
    const { Email } = await import("#lib/shared/accounts");
    const next = Email.safeParse(to);
    if (!next.success) throw new UsageError(`--to=${to}: ${next.error.issues[0]?.message}`);
    const isChanged = await changeDatabase(database, (db) => changeEmailOf(db, email, next.data));
    if (!isChanged) throw new Error("no account has this email address");
    process.stdout.write(`${email} is now ${next.data}.\n`);
  },
};
