import { closeDatabase, database, useDatabase } from "#lib/server/db/current";
import { openDatabase } from "#lib/server/db/open";

afterEach(closeDatabase);

test("the database is opened once, however many ask at the same time", async () => {
  const [one, two] = await Promise.all([database(), database()]);
  expect(one).toBe(two);
});

test("a test brings its own", async () => {
  const { db } = await openDatabase("file::memory:");
  useDatabase(db);
  expect(await database()).toBe(db);
});

test("after closing, the next caller gets another one", async () => {
  const before = await database();
  await closeDatabase();
  expect(await database()).not.toBe(before);
});

test("closing what was never opened is no fault", async () => {
  await expect(closeDatabase()).resolves.toBeUndefined();
});
