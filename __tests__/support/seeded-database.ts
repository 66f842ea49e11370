import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { seedPosts } from "../../scripts/seed/store.ts";
import { newMigratedDatabase, type TestDatabase } from "./database.ts";

type Seeded = {
  readonly db: Database;
  /** Opens it with new connections. */
  reopen(): Promise<void>;
};

/** A database with posts of `npm run seed`, for all tests of the file. @param prepare what is done with it before */
export function withSeededDatabase(posts: number, prepare?: (db: Database) => Promise<unknown>): Seeded {
  let testDatabase: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    testDatabase = await newMigratedDatabase();
    ({ db } = await openDatabase(testDatabase.url));
    await prepare?.(db);
    await seedPosts(db, posts, 1, { onPosts() {}, signal: new AbortController().signal });
    // Seconds on an idle machine, but many of them on a busy one.
  }, 120_000);

  afterAll(async () => {
    await db.destroy();
    await testDatabase.remove();
  });

  return {
    get db() {
      return db;
    },
    async reopen() {
      await db.destroy();
      ({ db } = await openDatabase(testDatabase.url));
    },
  };
}
