import { mkdirSync, rmdirSync } from "node:fs";
import { closeDatabase, database, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { call } from "#support/call";
import { withFolder } from "#support/folder";

const folder = withFolder();
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

test("a database whose first posts could not be stored was never made", async () => {
  const url = `file:${folder.file("new.db")}`;
  const fail = async () => {
    throw new Error("no more");
  };
  await expect(openDatabase(url, fail)).rejects.toThrow("no more");
  const { db, isNew } = await openDatabase(url);
  expect(isNew).toBe(true);
  await db.destroy();
});

test("closing what was never opened is no fault", async () => {
  await expect(closeDatabase()).resolves.toBeUndefined();
});

test("a failed opening is answered 503, and tried again by the next request", async () => {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = `file:${folder.file("octavo.db")}`;
  mkdirSync(folder.file("octavo.db"));
  try {
    await jest.isolateModulesAsync(async () => {
      const { default: posts } = await import("../../../../pages/api/posts/index");
      expect((await call(posts)).status).toBe(503);
      rmdirSync(folder.file("octavo.db"));
      expect((await call(posts)).status).toBe(200);
    });
  } finally {
    process.env.DATABASE_URL = before;
  }
});
