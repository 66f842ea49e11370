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
  await sql`drop table content_version`.execute(await database());
  expect((await call(ready)).status).toBeGreaterThanOrEqual(500);
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
