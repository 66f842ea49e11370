import pg from "pg";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { call } from "#support/call";
import { newDatabase, type TestDatabase } from "#support/database";
import { listedPosts, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import posts from "../../../../../pages/api/posts/index";
import ready from "../../../../../pages/api/ready";

let testDatabase: TestDatabase;
let administrator: pg.Client;
let name: string;
beforeEach(async () => {
  testDatabase = await newDatabase();
  name = new URL(testDatabase.url).pathname.slice(1);
  administrator = new pg.Client(testDatabase.url);
  await administrator.connect();
  const { db } = await openDatabase(testDatabase.url);
  await db.destroy();
});
afterEach(async () => {
  await closeDatabase();
  await administrator.end();
  await testDatabase.remove();
});

const create = () => call(posts, { method: "POST", body: newPost() });
const status = async (query = {}) => (await call(ready, { query })).status;

async function expectReadsOnly(): Promise<void> {
  while ((await status()) === 200);
  expect(problemIn(await call(ready))).toMatchObject({ status: 503, reads: true, writes: false });
  expect(await status({ for: "reads" })).toBe(200);
  expect(problemIn(await create()).status).toBe(503);
  expect(await listedPosts()).toEqual([]);
}

/** Reconnects every connection of the pool: settings of the database apply to new connections only. */
const endOthers = () =>
  administrator.query(
    "select pg_terminate_backend(pid, 1000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );

test("GET /api/ready — default_transaction_read_only — 503, and reads go on", async () => {
  useDatabase((await openDatabase(testDatabase.url)).db);
  expect(await status()).toBe(200);
  await administrator.query(`alter database "${name}" set default_transaction_read_only = on`);
  await endOthers();
  await expectReadsOnly();
  await administrator.query("set default_transaction_read_only = off");
  await administrator.query(`alter database "${name}" reset default_transaction_read_only`);
  await endOthers();
  while ((await status()) !== 200);
  expect((await create()).status).toBe(201);
});

test("GET /api/ready — a role without a privilege — 503, and reads go on", async () => {
  const role = `${name}_role`;
  await administrator.query(`create role "${role}" login password 'octavo'`);
  await administrator.query(`grant usage on schema public to "${role}"`);
  await administrator.query(`grant select, insert, update, delete on all tables in schema public to "${role}"`);
  await administrator.query(`grant usage on all sequences in schema public to "${role}"`);
  const url = new URL(testDatabase.url);
  url.username = role;
  useDatabase((await openDatabase(url.href)).db);
  expect(await status()).toBe(200);
  await administrator.query(`revoke insert on revisions from "${role}"`);
  await expectReadsOnly();
  await administrator.query(`grant insert on revisions to "${role}"`);
  while ((await status()) !== 200);
  expect((await create()).status).toBe(201);
  await closeDatabase();
  await administrator.query(`drop owned by "${role}"; drop role "${role}"`);
});
