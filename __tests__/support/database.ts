import { closeDatabase, useDatabase } from "#lib/server/db/current";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";

/** A real, migrated, empty database for each test of the file, which handlers and data functions share. */
export function withDatabase(): { readonly db: Database } {
  let db: Database;
  beforeEach(async () => {
    ({ db } = await openDatabase("file::memory:"));
    useDatabase(db);
  });
  afterEach(closeDatabase);
  return {
    get db() {
      return db;
    },
  };
}
