import { readSource, requireDatabase } from "#lib/server/copy/source-and-target";
import type { Database } from "#lib/server/db/tables";
import { naming, ownDatabase } from "./options.ts";

/** The option that names another database than DATABASE_URL. */
export const DATABASE_OPTION = {
  "--database <database>": "file:… or postgres://…; the one of DATABASE_URL by default",
};

/** Reads an existing database of this version. */
export async function reading<T>(option: string | undefined, read: (db: Database) => Promise<T>): Promise<T> {
  const { setting, url } = ownDatabase(option);
  return naming({ [setting]: url }, () => readSource(url, read));
}

/** Opens an existing database of this version to change something in it. Octavo may be running. */
export async function changing<T>(option: string | undefined, change: (db: Database) => Promise<T>): Promise<T> {
  const { setting, url } = ownDatabase(option);
  await naming({ [setting]: url }, () => requireDatabase(url));
  const { openDatabase } = await import("#lib/server/db/open");
  const { db } = await openDatabase(url);
  try {
    return await change(db);
  } finally {
    await db.destroy();
  }
}
