import type { ApiKey } from "#lib/shared/keys";
import { DATABASE_OPTION } from "./options.ts";
import { count, printJson } from "./output.ts";
import { changeDatabase, readDatabase } from "./own-database.ts";
import { type Command, UsageError } from "./run.ts";
import { minute, table } from "./table.ts";

const HEAD = ["id", "account", "name", "begins with", "scope", "created (UTC)", "expires", "last use"];

const rowOf = ({ createdAt, email, expiresAt, hint, id, name, scope, usedAt }: ApiKey & { email: string }) => [
  ...[id, email, name, hint, scope],
  ...[minute(createdAt), minute(expiresAt), minute(usedAt)],
];

const revoke: Command = {
  summary: "revokes API keys at once",
  usage: "[id...] [--all-of <email>] [--database <database>]",
  arguments: "[id...]",
  options: { "--all-of <email>": "revokes all keys of the account with this email address", ...DATABASE_OPTION },
  notes: `
Requests with a revoked key get 401 from now on. With an unknown id, none is revoked. Octavo may be running. The key in the setting
API_KEY is not in the list: change the setting and restart Octavo.

Example: npx octavo keys revoke 0b9f4d1e-53c1-4c9b-8a45-8d3d1a7c2f10
`,
  async run({ allOf, database }, _signal, { args }) {
    if (allOf === undefined && args.length === 0) throw new UsageError("ids of keys or --all-of are missing");
    if (allOf !== undefined && args.length > 0) throw new UsageError("either ids or --all-of, not both");
    const { revokeKeys, revokeKeysById } = await import("#lib/server/keys/keys");
    const { requireAccountOf } = await import("#lib/server/users/operator");
    const ids = [...new Set(args)];
    const revoked = await changeDatabase(database, async (db) => {
      if (allOf !== undefined) return revokeKeys(db, await requireAccountOf(db, allOf));
      await revokeKeysById(db, ids);
      return ids.length;
    });
    process.stdout.write(`${count(revoked, "key")} revoked.\n`);
  },
};

export const keys: Command = {
  summary: "lists API keys; revokes them",
  usage: "[command] [--json] [--database <database>]",
  options: { "--json": "prints the list as JSON", ...DATABASE_OPTION },
  commands: { revoke },
  notes: `
Lists the API keys of all accounts, newest first. Only their first characters are stored: compare them with a key that has leaked.

Example: npx octavo keys --json | jq -r '.[] | select(.usedAt == null).id'
`,
  async run({ database }, _signal, { switches }) {
    const { listAllKeys } = await import("#lib/server/keys/keys");
    const all = await readDatabase(database, listAllKeys);
    if (switches.has("json")) printJson(all);
    else process.stdout.write(table(HEAD, all.map(rowOf)));
  },
};
