import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { closeDatabase, database, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { call } from "#support/call";
import { listedPosts, newPost } from "#support/factories";
import { withFolder } from "#support/folder";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import posts from "../../pages/api/posts/index";

const folder = withFolder();
let other: BetterSqlite.Database;

beforeEach(async () => {
  const file = folder.file("octavo.db");
  const { db } = await openDatabase(`file:${file}`);
  await sql`pragma busy_timeout = 1`.execute(db);
  useDatabase(db);
  other = new BetterSqlite(file);
});
afterEach(async () => {
  other.close();
  await closeDatabase();
});

const create = () => call(posts, { method: "POST", body: newPost() });

test("while another process holds the write lock, a write is a 503 that says when to try again", async () => {
  other.exec("begin immediate");
  const answer = await create();
  expect(problemIn(answer)).toMatchObject({ status: 503, error: "Service Unavailable" });
  expect(answer.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
});

test("reading goes on meanwhile", async () => {
  await create();
  other.exec("begin immediate");
  expect(await listedPosts()).toHaveLength(1);
});

test("the refused write has stored nothing, and the next one is taken", async () => {
  other.exec("begin immediate");
  await create();
  other.exec("rollback");
  expect((await create()).status).toBe(201);
  expect((await listedPosts()).map(({ id }) => id)).toEqual(["1"]);
});

test("a database that can only be read takes no write: 503", async () => {
  await sql`pragma query_only = on`.execute(await database());
  expect(problemIn(await create()).status).toBe(503);
});

test("many writes that wait for the lock wait together, and others are served meanwhile", async () => {
  await sql`pragma busy_timeout = 300`.execute(await database());
  await create();
  other.exec("begin immediate");
  let isDone = false;
  const started = performance.now();
  const writes = Promise.all(Array.from({ length: 10 }, create)).finally(() => {
    isDone = true;
  });
  let reads = 0;
  while (!isDone) {
    expect(await listedPosts()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve));
    reads++;
  }
  expect((await writes).map(({ status }) => status)).toEqual(Array(10).fill(503));
  // One after the other they would have waited for 3 seconds, and nobody would have read.
  expect(performance.now() - started).toBeLessThan(2_500);
  expect(reads).toBeGreaterThan(5);
});

describe("with a limit of writes", () => {
  withSettings({ WRITE_LIMIT: 100 });

  test("a write that waited for another process's lock is taken and counted once that is free", async () => {
    other.exec("begin immediate");
    const write = create();
    setTimeout(() => other.exec("rollback"), 50);
    await sql`pragma busy_timeout = 5000`.execute(await database());
    const { status, headers } = await write;
    expect(status).toBe(201);
    expect(headers.ratelimit).toMatch(/r=99;/);
  });
});
