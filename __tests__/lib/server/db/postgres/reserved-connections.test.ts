import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import pg from "pg";
import { isUnavailable } from "#lib/server/db/errors";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { newMigratedDatabase, type TestDatabase } from "#support/database";
import { longTest } from "#support/long";
import { withSettings } from "#support/settings";

const POOL = 4;
withSettings({ DATABASE_POOL: POOL });

let testDatabase: TestDatabase;
let administrator: pg.Client;
let db: Database;
beforeEach(async () => {
  testDatabase = await newMigratedDatabase();
  ({ db } = await openDatabase(testDatabase.url));
  administrator = new pg.Client(testDatabase.url);
  await administrator.connect();
});
afterEach(async () => {
  await db.destroy();
  await administrator.end();
  await testDatabase.remove();
});

const read = () => db.selectFrom("content_version").select("number").execute();
const write = () => db.updateTable("content_version").set({ changed_at: 1 }).execute();
/** The connections of the pool, without the one that listens. */
async function backends(): Promise<number[]> {
  const { rows } = await administrator.query<{ pid: number }>(`
    select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and query not like 'listen%'`);
  return rows.map(({ pid }) => pid);
}

test("PostgreSQL — every write waits for a lock — reads go on at once", async () => {
  await administrator.query(
    "begin; lock table content_version in row exclusive mode; update content_version set number = 0",
  );
  const writing = Array.from({ length: 3 * POOL }, () => write().catch((error: unknown) => error));
  await wait(100);
  let isDone = false;
  void Promise.all(writing).then(() => {
    isDone = true;
  });
  for (let count = 0; count < 20; count++) expect(await read()).toHaveLength(1);
  expect(isDone).toBe(false);
  await administrator.query("rollback");
  for (const result of await Promise.all(writing)) expect(result).not.toBeInstanceOf(Error);
});

longTest(
  "PostgreSQL — every write waits for a lock too long — each fails as unavailable, and the next succeeds",
  async () => {
    await administrator.query("begin; update content_version set number = 0");
    const results = await Promise.all(Array.from({ length: 3 * POOL }, () => write().catch((error: unknown) => error)));
    for (const result of results) expect(isUnavailable(result)).toBe(true);
    await administrator.query("rollback");
    await write();
  },
  30_000,
);

test("PostgreSQL — no further connection granted (53300) — requests wait for one of the pool", async () => {
  await read();
  const name = new URL(testDatabase.url).pathname.slice(1);
  const role = `${name}_role`;
  await administrator.query(`create role "${role}" login password 'octavo' connection limit 2`);
  await administrator.query(`grant select, update on all tables in schema public to "${role}"`);
  const url = new URL(testDatabase.url);
  url.username = role;
  const { db: limited } = await openDatabase(url.href);
  const readSlowly = () =>
    sql<{ number: number }>`select number, pg_sleep(0.05) from content_version`
      .execute(limited)
      .then(({ rows }) => rows);
  for (let round = 0; round < 2; round++) {
    expect(await Promise.all(Array.from({ length: 12 }, readSlowly))).toHaveLength(12);
    const update = () => limited.updateTable("content_version").set({ changed_at: 1 }).execute();
    expect(await Promise.all(Array.from({ length: 12 }, update))).toHaveLength(12);
  }
  await limited.destroy();
  await administrator.query(`drop owned by "${role}"; drop role "${role}"`);
});

longTest(
  "PostgreSQL — no connection granted at all — fails as unavailable, and recovers",
  async () => {
    const name = new URL(testDatabase.url).pathname.slice(1);
    const role = `${name}_role`;
    await administrator.query(`create role "${role}" login password 'octavo'`);
    await administrator.query(`grant select on all tables in schema public to "${role}"`);
    const url = new URL(testDatabase.url);
    url.username = role;
    const { db: limited } = await openDatabase(url.href);
    const readLimited = () => limited.selectFrom("content_version").select("number").execute();
    await administrator.query(`alter role "${role}" connection limit 0`);
    await administrator.query("select pg_terminate_backend(pid, 1000) from pg_stat_activity where usename = $1", [
      role,
    ]);
    const results = await Promise.all(Array.from({ length: 9 }, () => readLimited().catch((error: unknown) => error)));
    for (const result of results) expect(isUnavailable(result)).toBe(true);
    await administrator.query(`alter role "${role}" connection limit -1`);
    expect(await readLimited()).toHaveLength(1);
    await limited.destroy();
    await administrator.query(`drop owned by "${role}"; drop role "${role}"`);
  },
  30_000,
);

const terminate = async () => {
  for (const pid of await backends()) await administrator.query("select pg_terminate_backend($1, 1000)", [pid]);
};

test("PostgreSQL — connection terminated during a read — the read succeeds", async () => {
  const reading = sql<{ number: number }>`select number, pg_sleep(0.3) from content_version`.execute(db);
  await wait(100);
  await terminate();
  expect((await reading).rows).toHaveLength(1);
});

test("PostgreSQL — every idle connection terminated — every read succeeds", async () => {
  await Promise.all(Array.from({ length: POOL }, read));
  await terminate();
  expect(await Promise.all(Array.from({ length: 3 * POOL }, read))).toHaveLength(3 * POOL);
});

test("PostgreSQL — connection terminated during a transaction — it fails and is not repeated", async () => {
  let runs = 0;
  const work = db
    .transaction()
    .execute(async (trx) => {
      runs += 1;
      await sql`select pg_sleep(0.3)`.execute(trx);
    })
    .catch((failure: unknown) => failure);
  await wait(100);
  await terminate();
  expect([isUnavailable(await work), runs]).toEqual([true, 1]);
});
