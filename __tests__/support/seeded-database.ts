import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { seedPosts } from "../../scripts/seed/store.ts";
import { newDatabase, type TestDatabase } from "./database.ts";

/** A database with posts of `npm run seed`, for all tests of the file. */
export function withSeededDatabase(posts: number): { readonly db: Database } {
  let testDatabase: TestDatabase;
  const seeded = {} as { db: Database };

  beforeAll(async () => {
    testDatabase = await newDatabase();
    ({ db: seeded.db } = await openDatabase(testDatabase.url));
    await seedPosts(seeded.db, posts, 1, { onPosts() {}, signal: new AbortController().signal });
    // Seconds on an idle machine, but many of them on a busy one.
  }, 120_000);

  afterAll(async () => {
    await seeded.db.destroy();
    await testDatabase.remove();
  });

  return seeded;
}
