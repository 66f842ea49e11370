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

test("POST /api/posts — another process holds the write lock — 503 with Retry-After", async () => {
  other.exec("begin immediate");
  const response = await create();
  expect(problemIn(response)).toMatchObject({ status: 503, error: "Service Unavailable" });
  expect(response.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
});

test("GET /api/posts — another process holds the write lock — 200", async () => {
  await create();
  other.exec("begin immediate");
  expect(await listedPosts()).toHaveLength(1);
});

test("POST /api/posts — after a 503 — nothing was stored, and the next write succeeds", async () => {
  other.exec("begin immediate");
  await create();
  other.exec("rollback");
  expect((await create()).status).toBe(201);
  expect((await listedPosts()).map(({ id }) => id)).toEqual(["1"]);
});

test("POST /api/posts — a read-only database — 503", async () => {
  await sql`pragma query_only = on`.execute(await database());
  expect(problemIn(await create()).status).toBe(503);
});

test("POST /api/posts — many wait for the lock — they wait concurrently, and reads are served", async () => {
  await sql`pragma busy_timeout = 300`.execute(await database());
  await create();
  other.exec("begin immediate");
  const alone = performance.now();
  await create();
  const one = performance.now() - alone;
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
  // In sequence they would have waited ten times as long as one, and reads would have been blocked.
  expect(performance.now() - started).toBeLessThan(8 * one);
  expect(reads).toBeGreaterThan(0);
});

describe("WRITE_LIMIT", () => {
  withSettings({ WRITE_LIMIT: 100 });

  test("POST /api/posts — the lock is released while it waits — 201, counted once", async () => {
    other.exec("begin immediate");
    const write = create();
    setTimeout(() => other.exec("rollback"), 50);
    await sql`pragma busy_timeout = 5000`.execute(await database());
    const { status, headers } = await write;
    expect(status).toBe(201);
    expect(headers.ratelimit).toMatch(/r=99;/);
  });
});
