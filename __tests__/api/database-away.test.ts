import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { closeDatabase, database, useDatabase } from "#lib/server/db/current";
import { openDatabase } from "#lib/server/db/open";
import { call } from "#support/call";
import { listedPosts, newPost } from "#support/factories";
import { withFolder } from "#support/folder";
import { problemIn } from "#support/problem";
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
