import { ALL_TABLE_NAMES } from "#lib/server/copy/tables";
import type { MissingPrivilege } from "#lib/server/db/inspector";
import { StorageError } from "#lib/server/files/storage";
import { type Check, type Context, type Finding, hasStorage, unfixable } from "../finding.ts";

const TABLES = [...ALL_TABLE_NAMES, "posts_search"];

async function storageFindings(context: Context): Promise<Finding[]> {
  // Without images it does not matter, and with them each is reported.
  if (!hasStorage(context)) return [];
  try {
    await context.storage.check();
    return [];
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    // Which is no lack of privileges: `diskSpace` reports it.
    if (error.isFull) return [];
    return [unfixable(error.message, "let Octavo read and write the storage of FILES_URL")];
  }
}

const GRANT = "grant it to the role or user that Octavo runs as";

function privilegeFindings(missing: MissingPrivilege[]): Finding[] {
  const serving = missing.filter(({ isForMigrations }) => !isForMigrations);
  const migrating = missing.flatMap(({ isForMigrations, privilege }) => (isForMigrations ? privilege : []));
  const note = `this role can neither migrate nor repair indexes: it lacks ${migrating.join(" and ")}`;
  return [
    ...serving.map(({ privilege }) => unfixable(`Octavo lacks ${privilege}`, GRANT)),
    ...(migrating.length > 0
      ? [unfixable(note, "run migrate and doctor as the role that owns the tables", "note")]
      : []),
  ];
}

/** Whether the database and the storage may be read and written. */
export const privileges: Check = {
  name: "privileges",
  needsSchema: false,

  async find(context) {
    const missing = await context.inspector.missingPrivileges(context.db, TABLES);
    return [...privilegeFindings(missing), ...(await storageFindings(context))];
  },
};
