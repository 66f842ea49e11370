import type { AnySession } from "#lib/server/accounts/sessions";
import { DATABASE_OPTION } from "./options.ts";
import { count, printJson } from "./output.ts";
import { changeDatabase, readDatabase } from "./own-database.ts";
import { type Command, UsageError } from "./run.ts";
import { minute, table } from "./table.ts";

const HEAD = ["account", "began (UTC)", "expires", "IP address", "browser"];

const rowOf = ({ address, createdAt, email, expiresAt, userAgent }: AnySession) => [
  ...[email, minute(createdAt), minute(expiresAt), address, userAgent],
];

const end: Command = {
  summary: "ends sessions at once",
  usage: "--email <email> | --all [--database <database>]",
  options: {
    "--email <email>": "ends all sessions of the account with this email address",
    "--all": "ends the sessions of all accounts",
    ...DATABASE_OPTION,
  },
  notes: `
The next request of each browser is anonymous, and its user signs in again. A change of the email address that is not confirmed ends too.
API keys go on working: see \`npx octavo keys\`. Octavo may be running.

Example: npx octavo sessions end --email ada@example.org
`,
  async run({ database, email }, _signal, { switches }) {
    if ((email === undefined) === !switches.has("all")) throw new UsageError("either --email or --all must be given");
    const { endSessionsOf } = await import("#lib/server/accounts/sessions");
    const { requireAccountOf } = await import("#lib/server/users/operator");
    const ended = await changeDatabase(database, async (db) =>
      endSessionsOf(db, email === undefined ? undefined : await requireAccountOf(db, email)),
    );
    process.stdout.write(`${count(ended, "session")} ended.\n`);
  },
};

export const sessions: Command = {
  summary: "lists sessions of browsers; ends them",
  usage: "[command] [--json] [--database <database>]",
  options: { "--json": "prints the list as JSON", ...DATABASE_OPTION },
  commands: { end },
  notes: `
Lists the sessions that are open, by account. Octavo may be running.

Example: npx octavo sessions --json | jq -r '.[].email' | sort | uniq -c
`,
  async run({ database }, _signal, { switches }) {
    const { listAllSessions } = await import("#lib/server/accounts/sessions");
    const all = await readDatabase(database, listAllSessions);
    if (switches.has("json")) printJson(all);
    else process.stdout.write(table(HEAD, all.map(rowOf)));
  },
};
