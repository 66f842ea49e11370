import { ALL_TABLE_NAMES } from "#lib/server/copy/tables";
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
    return [unfixable(error.message, "let Octavo read and write the storage of FILES_URL")];
  }
}

/** Whether the database and the storage may be read and written. */
export const privileges: Check = {
  name: "privileges",
  needsSchema: false,

  async find(context) {
    const { db, inspector } = context;
    const missing = await inspector.missingPrivileges(db, TABLES);
    return [
      ...missing.map((what) =>
        unfixable(`Octavo may not: ${what}`, "grant it to the role or user that Octavo runs as"),
      ),
      ...(await storageFindings(context)),
    ];
  },
};
