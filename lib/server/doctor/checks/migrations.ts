import { compareMigrations } from "#lib/server/db/schema";
import { type Check, unfixable } from "../finding.ts";

/** Whether the schema is of this version. */
export const migrations: Check = {
  name: "migrations",
  needsSchema: false,

  async find({ db }) {
    const { pending, unknown } = await compareMigrations(db);
    if (unknown.length > 0) {
      const what = `the database was written by a newer Octavo: this one does not have ${unknown.join(", ")}`;
      return [unfixable(what, "run that version, or restore the backup from before its upgrade")];
    }
    if (pending.length === 0) return [];
    return [unfixable(`pending: ${pending.join(", ")}`, "npx octavo migrate applies them, and so does the next start")];
  },
};
