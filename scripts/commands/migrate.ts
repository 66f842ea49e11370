import { existsSync } from "node:fs";
import { connectExisting, isMissing, openingAt } from "#lib/server/copy/source-and-target";
import { ALL_TABLE_NAMES } from "#lib/server/copy/tables";
import { sqliteFile } from "#lib/server/db/connection-string";
import { DatabaseError } from "#lib/server/db/database-error";
import { MIGRATIONS } from "#lib/server/db/migrations/names";
import { compareMigrations, inspectSchema } from "#lib/server/db/schema";
import { DATABASE_OPTION, naming, ownDatabase } from "./options.ts";
import { printJson } from "./output.ts";
import type { Command } from "./run.ts";

type State = Awaited<ReturnType<typeof compareMigrations>>;

/** @throws {DatabaseError} where the tables belong to another program, or `isCheck` and there is no such file */
async function readState(url: string, isCheck: boolean): Promise<State> {
  if (isMissing(url)) {
    const file = sqliteFile(url) ?? "";
    if (isCheck && !existsSync(file))
      throw new DatabaseError(url, "there is no such file; must be an existing database");
    return { pending: [...MIGRATIONS], unknown: [] };
  }
  return openingAt(url, async () => {
    const db = await connectExisting(url);
    try {
      if ((await inspectSchema(db, ALL_TABLE_NAMES)) === "foreign") {
        throw new DatabaseError(url, "holds tables of another program; must be another database");
      }
      return await compareMigrations(db);
    } finally {
      await db.destroy();
    }
  });
}

const number = ({ pending }: State) => (pending.length === 1 ? "1 migration is" : `${pending.length} migrations are`);

export const migrate: Command = {
  summary: "applies pending migrations; with --check, says which there are",
  usage: "[--check] [--json] [--database <database>]",
  options: {
    "--check": "changes nothing",
    "--json": "prints the names of migrations as JSON",
    ...DATABASE_OPTION,
  },
  notes: `
A start applies them as well. Back up first: migrations only go forward. An empty database gets its tables, and a SQLite file that does not
exist is created.

Exit code with --check: 0 if none is pending, 1 if some are, if there is no such file, or if the database was written by a newer Octavo.

Example: npx octavo migrate --check && systemctl restart octavo@3000
`,
  async run({ database }, _signal, { switches }) {
    const { setting, url } = ownDatabase(database);
    const [isCheck, isJson] = [switches.has("check"), switches.has("json")];
    const print = (text: string, json: object) => (isJson ? printJson(json) : process.stdout.write(text));
    await naming({ [setting]: url }, async () => {
      const state = await readState(url, isCheck);
      const { pending, unknown } = state;
      if (unknown.length > 0) {
        if (isJson) printJson(state);
        throw new DatabaseError(
          url,
          `was written by a newer Octavo, which has ${unknown.join(", ")}; must be opened with it`,
        );
      }
      if (isCheck) {
        print(pending.map((name) => `${name}\n`).join("") || "No migration is pending.\n", state);
        if (pending.length > 0) throw new Error(`${number(state)} pending`);
        return;
      }
      const { openDatabase } = await import("#lib/server/db/open");
      await openingAt(url, async () => (await openDatabase(url)).db.destroy());
      print(pending.map((name) => `${name} applied\n`).join("") || "No migration was pending.\n", { applied: pending });
    });
  },
};
