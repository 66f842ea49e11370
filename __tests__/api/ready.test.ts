import { sql } from "kysely";
import { closeDatabase, database } from "#lib/server/db/database";
import { getEngine } from "#lib/server/db/engine";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { setDiskSpace } from "#support/disk-space";
import { engine } from "#support/engine";
import { listedPosts, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import health from "../../pages/api/health";
import posts from "../../pages/api/posts/index";
import ready from "../../pages/api/ready";

const data = withDatabase();

test("GET /api/ready — database available — 200", async () => {
  const { json, status } = await call(ready);
  expect([status, json()]).toEqual([200, { status: "ready", reads: true, writes: true }]);
});

test("GET /api/ready — for=reads — 200, writes are not checked", async () => {
  const { json, status } = await call(ready, { query: { for: "reads" } });
  expect([status, json()]).toEqual([200, { status: "ready", reads: true }]);
});

test("GET /api/ready — for=something else — 400 names the parameter", async () => {
  expect(problemIn(await call(ready, { query: { for: "x" } }))).toMatchObject({
    status: 400,
    fields: { for: ["for must be `reads`, or left out"] },
  });
});

/** Causes that make writes impossible, with start and end. */
const impossible: Record<string, [begin: () => Promise<unknown>, end: () => Promise<unknown>]> = {
  "a full disk": [() => setDiskSpace(data.db, false), () => setDiskSpace(data.db, true)],
  ...(engine === "sqlite"
    ? {
        "a read-only database": [
          () => sql`pragma query_only = on`.execute(data.db),
          () => sql`pragma query_only = off`.execute(data.db),
        ],
      }
    : {}),
};

describe.each(Object.entries(impossible))("GET /api/ready — %s", (_name, [begin, end]) => {
  test("503 until writes are possible again; for=reads — 200", async () => {
    expect((await call(ready)).status).toBe(200);
    await begin();
    // In production it is writes that fail first; one does here.
    expect((await call(posts, { method: "POST", body: newPost({ content: "Much. ".repeat(10_000) }) })).status).toBe(
      503,
    );
    let response = await call(ready);
    while (response.status === 200) response = await call(ready);
    expect(problemIn(response)).toMatchObject({
      status: 503,
      error: "The database takes no writes",
      reads: true,
      writes: false,
    });
    expect(response.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
    expect((await call(ready, { query: { for: "reads" } })).status).toBe(200);
    expect(await listedPosts()).toEqual([]);
    await end();
    while ((await call(ready)).status !== 200);
    expect((await call(posts, { method: "POST", body: newPost() })).status).toBe(201);
  });
});

test("GET /api/ready — concurrent probes — the database checks its writes once", async () => {
  const checkWrites = jest.spyOn(getEngine(data.db), "checkWrites");
  const responses = await Promise.all(Array.from({ length: 50 }, () => call(ready)));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(checkWrites).toHaveBeenCalledTimes(1);
});

test("GET /api/ready — a healthy database — nothing is stored", async () => {
  const before = await data.db.selectFrom("content_version").selectAll().execute();
  expect((await call(ready)).status).toBe(200);
  expect(await rowsIn(data.db, "posts")).toEqual([]);
  expect(await data.db.selectFrom("content_version").selectAll().execute()).toEqual(before);
});

test("GET /api/ready — a table is missing — 500", async () => {
  const db = await database();
  await sql`alter table content_version rename to hidden`.execute(db);
  expect((await call(ready)).status).toBeGreaterThanOrEqual(500);
  await sql`alter table hidden rename to content_version`.execute(db);
});

describe("GET /api/ready — database cannot be opened", () => {
  withSettings({ DATABASE_URL: "file:." });

  test("503, and GET /api/health 200", async () => {
    await closeDatabase();
    expect(problemIn(await call(ready)).status).toBe(503);
    expect((await call(health)).status).toBe(200);
  });
});

test("unknown parameter — 400", async () => {
  expect(problemIn(await call(ready, { query: { x: "1" } })).status).toBe(400);
});
