import { requireDatabase } from "#lib/server/copy/source-and-target";
import { naming, ownDatabase } from "./options.ts";
import { type Command, UsageError } from "./run.ts";

export const changeEmail: Command = {
  summary: "changes the email address of an account",
  usage: "--email <email> --to <email> [--database <database>]",
  options: {
    "--email <email>": "the account's present email address",
    "--to <email>": "the new one",
    "--database <database>": "file:… or postgres://…; the one of DATABASE_URL by default",
  },
  notes: `
For sites that do not send email, and so cannot confirm an address. The address changes at once; sessions stay, and
password reset links end. Make sure first that it is the account's user who asks. Octavo may be running.
`,
  async run({ database, email, to }) {
    if (!email) throw new UsageError("--email is missing");
    if (!to) throw new UsageError("--to is missing");
    const { setting, url } = ownDatabase(database);
    await naming({ [setting]: url }, () => requireDatabase(url));
    // Loaded lazily: the other commands do not need accounts.
    const { changeEmailOf } = await import("#lib/server/accounts/email-change");
    const { Email } = await import("#lib/shared/accounts");
    const { openDatabase } = await import("#lib/server/db/open");
    const next = Email.safeParse(to);
    if (!next.success) throw new UsageError(`--to=${to}: ${next.error.issues[0]?.message}`);
    const { db } = await openDatabase(url);
    try {
      if (!(await changeEmailOf(db, email, next.data))) throw new Error("no account has this email address");
    } finally {
      await db.destroy();
    }
  },
};
