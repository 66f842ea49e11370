import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { sql } from "kysely";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { createPost } from "#lib/server/posts/write";
import { consume } from "#lib/server/quotas";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";

const folder = withFolder();
const opened: Database[] = [];
afterEach(async () => {
  for (const db of opened.splice(0)) await db.destroy();
});

async function open(name = "octavo.db") {
  const { db, isNew } = await openDatabase(`file:${folder.file(name)}`);
  opened.push(db);
  return { db, isNew };
}

async function pragma(db: Database, name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db);
  return Object.values(rows[0] ?? {})[0];
}

const schemaOf = async (db: Database) => (await sql`select * from sqlite_schema order by name`.execute(db)).rows;

test("openDatabase — new file — only its owner may read it and what SQLite creates beside it; another's mode stays", async () => {
  const before = process.umask(0o022);
  try {
    writeFileSync(folder.file("shared.db"), "", { mode: 0o640 });
    for (const [name, mode] of [
      ["octavo.db", 0o600],
      ["shared.db", 0o640],
    ] as const) {
      await createPost((await open(name)).db, newPost());
      for (const end of ["", "-wal", "-shm"]) expect(statSync(folder.file(name + end)).mode & 0o777).toBe(mode);
    }
  } finally {
    process.umask(before);
  }
});

test("openDatabase — new file — created with its folders", async () => {
  const { isNew } = await open("a/b/octavo.db");
  expect(isNew).toBe(true);
  expect(existsSync(folder.file("a/b/octavo.db"))).toBe(true);
});

test.each([
  ["synchronous", 2],
  ["journal_mode", "wal"],
  ["foreign_keys", 1],
  ["trusted_schema", 0],
  ["busy_timeout", 5000],
  ["temp_store", 2],
])("openDatabase — pragma %s — %j, for a new and an existing file", async (name, value) => {
  expect(await pragma((await open()).db, name)).toBe(value);
  expect(await pragma((await open()).db, name)).toBe(value);
});

test("pragma synchronous — within a transaction — FULL (2)", async () => {
  const { db } = await open();
  expect(await db.transaction().execute((trx) => pragma(trx, "synchronous"))).toBe(2);
});

test("pragma synchronous — rate limit counter — NORMAL (1), then FULL again", async () => {
  const { db } = await open();
  await sql`create temp table seen (synchronous integer)`.execute(db);
  for (const table of ["rate_limits", "posts"]) {
    await sql`
      create temp trigger ${sql.ref(`of_${table}`)} after insert on ${sql.table(table)}
      begin insert into seen select synchronous from pragma_synchronous; end`.execute(db);
  }
  const count = () => consume(db, { name: "tests", quota: 9, window: 60 }, "ann");
  await Promise.all([count(), createPost(db, newPost()), count()]);
  await expect(inTransaction(db, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await createPost(db, newPost());
  // The temporary table belongs to the writing connection, which reads in transactions only.
  const { rows } = await db
    .transaction()
    .execute((trx) => sql`select synchronous from seen order by rowid`.execute(trx));
  expect(rows.map((row) => Object.values(row as object)[0])).toEqual([1, 2, 2]);
});

test("destroy — queries afterwards — fail without another effect", async () => {
  const { db } = await openDatabase(`file:${folder.file("closed.db")}`);
  await db.destroy();
  await expect(createPost(db, newPost())).rejects.toThrow("already been destroyed");
});

test("openDatabase — second opening — migrations run once", async () => {
  const first = await open();
  const schema = await schemaOf(first.db);
  await createPost(first.db, newPost());
  const second = await open();
  expect(second.isNew).toBe(false);
  expect(await schemaOf(second.db)).toEqual(schema);
  expect(await second.db.selectFrom("posts").selectAll().execute()).toHaveLength(1);
});

test("openDatabase — file::memory: — a new database each time", async () => {
  const [one, two] = [await openDatabase("file::memory:"), await openDatabase("file::memory:")];
  opened.push(one.db, two.db);
  await createPost(one.db, newPost());
  expect([one.isNew, two.isNew]).toEqual([true, true]);
  expect(await two.db.selectFrom("posts").selectAll().execute()).toEqual([]);
});

test("strict tables — a value of another type — refused", async () => {
  const { db } = await open();
  const { id } = await createPost(db, newPost());
  const change = db
    .updateTable("posts")
    .set({ version: "two" as never })
    .where("id", "=", id)
    .execute();
  await expect(change).rejects.toThrow(/cannot store TEXT/);
});

test("openDatabase — a file that is not a database — refused, unchanged", async () => {
  const text = "Dear diary. ".repeat(1000);
  writeFileSync(folder.file("octavo.db"), text);
  await expect(open()).rejects.toThrow(/not a database/);
  expect(readFileSync(folder.file("octavo.db"), "utf8")).toBe(text);
});
