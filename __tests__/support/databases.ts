import { summarize } from "#lib/server/copy/digest";
import { readSource } from "#lib/server/copy/source-and-target";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { copyMigrated, newDatabase, type TestDatabase } from "./database.ts";
import { makeDatabaseFolder } from "./database-folder.ts";
import { withFolder } from "./folder.ts";
import { fillWithVariedPosts } from "./varied-posts.ts";

/** Databases to copy between; removed after each test. */
export function withDatabases() {
  let testDatabase: TestDatabase[] = [];
  let opened: Database[] = [];
  afterEach(async () => {
    for (const db of opened) await db.destroy();
    for (const { remove } of testDatabase) await remove();
    [testDatabase, opened] = [[], []];
  });
  // Removed when they are closed.
  const folder = withFolder(makeDatabaseFolder);

  const places = {
    /** The connection string of a file that does not exist yet. */
    file: (name: string) => `file:${folder.file(name)}`,
    /** The connection string of an empty database on the engine of this Jest project. */
    async target(): Promise<string> {
      const target = await newDatabase();
      testDatabase.push(target);
      return target.url;
    },
    /** Opens a database as the app does; it is closed when the test is over. */
    async open(url: string): Promise<Database> {
      const { db } = await openDatabase(url);
      opened.push(db);
      return db;
    },
    /** The connection string of a SQLite database with `count` posts of every kind. */
    async source(posts: number, name = "source.db"): Promise<string> {
      const url = places.file(name);
      copyMigrated(url.slice("file:".length));
      const { db } = await openDatabase(url);
      await fillWithVariedPosts(db, posts);
      await db.destroy();
      return url;
    },
    /** The rows of a database. */
    summary: (url: string) => readSource(url, (trx) => summarize(trx)),
  };
  return places;
}
