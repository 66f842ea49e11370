import { copyFileSync, existsSync, statSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { openDatabase } from "#lib/server/db/open";
import { checkpointDatabase } from "#lib/server/db/sqlite/checkpoint";
import { createPost } from "#lib/server/posts/write";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";

const folder = withFolder();

function titlesIn(file: string): unknown[] {
  const copy = folder.file("copy.db");
  copyFileSync(file, copy);
  const database = new BetterSqlite(copy);
  const tables = database.prepare("select 1 from sqlite_schema where name = 'posts'").all();
  const titles = tables.length > 0 ? database.prepare("select title from posts").pluck().all() : [];
  database.close();
  return titles;
}

/** What two processes leave that close at the same moment: the latest writes in `-wal` only. */
async function leftInWal(): Promise<string> {
  const { db } = await openDatabase(`file:${folder.file("open.db")}`);
  await createPost(db, newPost({ title: "Latest" }));
  const left = folder.file("octavo.db");
  for (const suffix of ["", "-wal"]) copyFileSync(folder.file(`open.db${suffix}`), left + suffix);
  await db.destroy();
  return left;
}

test("completeDatabaseFile — writes left in -wal — moved to the database file, -wal is gone", async () => {
  const file = await leftInWal();
  expect(titlesIn(file)).toEqual([]);
  await checkpointDatabase(`file:${file}`);
  expect(titlesIn(file)).toEqual(["Latest"]);
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test("completeDatabaseFile — another process has the file open — moved to the database file all the same", async () => {
  const file = await leftInWal();
  const other = new BetterSqlite(file);
  other.prepare("select count(*) from posts").get();
  await checkpointDatabase(`file:${file}`);
  expect(titlesIn(file)).toEqual(["Latest"]);
  expect(statSync(`${file}-wal`).size).toBe(0);
  other.close();
});

test.each(["file::memory:", "postgres://127.0.0.1:1/none"])("completeDatabaseFile — %s — does nothing", async (url) => {
  await checkpointDatabase(url);
});

test("completeDatabaseFile — no such file — not created", async () => {
  await checkpointDatabase(`file:${folder.file("none.db")}`);
  expect(existsSync(folder.file("none.db"))).toBe(false);
});
