import { mkdirSync, rmdirSync } from "node:fs";
import { closeDatabase, database, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { call } from "#support/call";
import { withFolder } from "#support/folder";

const folder = withFolder();
afterEach(closeDatabase);

test("database — concurrent calls — opened once", async () => {
  const [one, two] = await Promise.all([database(), database()]);
  expect(one).toBe(two);
});

test("useDatabase — a test's database — used", async () => {
  const { db } = await openDatabase("file::memory:");
  useDatabase(db);
  expect(await database()).toBe(db);
});

test("closeDatabase — called — the next caller gets a new database", async () => {
  const before = await database();
  await closeDatabase();
  expect(await database()).not.toBe(before);
});

test("openDatabase — storing the first posts fails — rolled back, the next opening is of a new database", async () => {
  const url = `file:${folder.file("new.db")}`;
  const fail = async () => {
    throw new Error("no more");
  };
  await expect(openDatabase(url, fail)).rejects.toThrow("no more");
  const { db, isNew } = await openDatabase(url);
  expect(isNew).toBe(true);
  await db.destroy();
});

test("closeDatabase — never opened — no error", async () => {
  await expect(closeDatabase()).resolves.toBeUndefined();
});

test("GET /api/posts — opening the database fails fails — 503, and the next request tries again", async () => {
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
