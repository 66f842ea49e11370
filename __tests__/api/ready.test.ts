import { sql } from "kysely";
import { closeDatabase, database } from "#lib/server/db/current";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import health from "../../pages/api/health";
import ready from "../../pages/api/ready";

withDatabase();

test("with a database that answers, requests can be served", async () => {
  const { json, status } = await call(ready);
  expect([status, json()]).toEqual([200, { status: "ready" }]);
});

test("with a schema that is not ours they cannot", async () => {
  const db = await database();
  await sql`alter table content_version rename to hidden`.execute(db);
  expect((await call(ready)).status).toBeGreaterThanOrEqual(500);
  await sql`alter table hidden rename to content_version`.execute(db);
});

describe("with a database that cannot be opened", () => {
  withSettings({ DATABASE_URL: "file:." });

  test("they cannot: 503; the process is alive all the same", async () => {
    await closeDatabase();
    expect(problemIn(await call(ready)).status).toBe(503);
    expect((await call(health)).status).toBe(200);
  });
});

test("it takes no parameters", async () => {
  expect(problemIn(await call(ready, { query: { x: "1" } })).status).toBe(400);
});
