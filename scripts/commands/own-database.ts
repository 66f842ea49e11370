import { readSource, requireDatabase } from "#lib/server/copy/source-and-target";
import type { Database } from "#lib/server/db/tables";
import { naming, ownDatabase } from "./options.ts";

/** Reads an existing database of this version. @param option `--database`; DATABASE_URL without it */
export async function readDatabase<T>(option: string | undefined, read: (db: Database) => Promise<T>): Promise<T> {
  const { setting, url } = ownDatabase(option);
  return naming({ [setting]: url }, () => readSource(url, read));
}

/** Opens an existing database of this version to change something in it. @param option `--database`; DATABASE_URL without it */
export async function changeDatabase<T>(option: string | undefined, change: (db: Database) => Promise<T>): Promise<T> {
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
