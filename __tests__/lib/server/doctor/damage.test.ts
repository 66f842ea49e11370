import { closeSync, openSync, readSync, writeSync } from "node:fs";
import path from "node:path";
import { type Kysely, sql } from "kysely";
import { connect } from "#lib/server/db/open";
import type { Database, Tables } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { copyOfPostgres } from "#support/copy-of-postgres";
import { newMigratedDatabase, type TestDatabase } from "#support/database";
import { checkNamed, contextOf } from "#support/doctor";
import { engine } from "#support/engine";

/** No folder: there are no images. */
const NO_FILES = `file:${path.resolve("none")}`;
let made: TestDatabase;
let copy: TestDatabase | undefined;

beforeEach(async () => {
  made = await newMigratedDatabase();
  const db = await connect(made.url, "serve");
  for (const title of ["One", "Two", "Three"]) await createPost(db, { title, content: "Some text", status: "draft" });
  if (engine === "postgres") await sql`create extension amcheck`.execute(db);
  await db.destroy();
});
afterEach(async () => {
  await copy?.remove();
  copy = undefined;
  await made.remove();
});

/** Flips a bit of a byte in a file. */
function flip(file: string, at: number): void {
  const handle = openSync(file, "r+");
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 1;
  writeSync(handle, byte, 0, 1, at);
  closeSync(handle);
}

async function inDatabase<T>(url: string, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  const db: Database = await connect(url, "fill");
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Where a table or an index of SQLite begins in the file: its only page. */
async function pageOf(name: string): Promise<{ at: number; size: number }> {
  return inDatabase(made.url, async (db) => {
    const { rows } = await sql<{ root: number; size: number }>`
      select rootpage as root, page_size as size from sqlite_schema, pragma_page_size where name = ${name}`.execute(db);
    const [found] = rows;
    return { at: ((found?.root ?? 1) - 1) * (found?.size ?? 0), size: found?.size ?? 0 };
  });
}

/** Damages a page of a table or an index. @returns the connection string of the database that has it */
async function damage(name: string, where: "header" | "entry"): Promise<string> {
  if (engine === "sqlite") {
    const { at, size } = await pageOf(name);
    // Entries fill a page from its end; the header has the number of entries in its fifth byte.
    flip(made.url.slice("file:".length), where === "entry" ? at + size - 1 : at + 4);
    return made.url;
  }
  const { file, database } = await copyOfPostgres(made.url, name);
  copy = database;
  flip(file, 8_192 - 20);
  return copy.url;
}

/** The errors that reading all pages shows. PostgreSQL also counts them, in a warning. */
async function find(url: string) {
  const findings = await contextOf(url, NO_FILES, (context) => checkNamed("database pages").find(context));
  return findings.filter(({ severity }) => severity === "error");
}

test("posts saved by a server between two checks — no damage of the search index, whose parts were merged", async () => {
  await contextOf(made.url, NO_FILES, async (context) => {
    const errors = async () =>
      (await checkNamed("database pages").find(context)).filter(({ severity }) => severity === "error");
    expect(await errors()).toEqual([]);
    for (let round = 0; round < 8; round++) {
      await inDatabase(made.url, async (db) => {
        for (let post = 0; post < 7; post++) await createPost(db, { title: `Post ${post}`, content: "Some text" });
      });
      expect(await errors()).toEqual([]);
    }
  });
});

test("a flipped byte in a page of a table — found, not repaired", async () => {
  const [found] = await find(await damage("posts", "header"));
  expect(found).toMatchObject({ isFixable: false, remedy: expect.stringContaining("backup") });
  expect(found?.what).toMatch(engine === "sqlite" ? /page|posts/i : /^posts cannot be read: invalid page in block 0/);
});

test("a flipped byte in a page of an index — found, and the index built again", async () => {
  const url = await damage("posts_hidden", "entry");
  const found = await find(url);
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ isFixable }) => !isFixable)).toEqual([]);
  expect(found[0]?.what).toMatch(/^index damaged: .*(posts_hidden|invalid page)/);
  await contextOf(url, NO_FILES, async (context) => checkNamed("database pages").fix?.(context));
  expect(await find(url)).toEqual([]);
});

(engine === "postgres" ? test : test.skip)(
  "PostgreSQL — an index that lacks a row — found by amcheck, and built again",
  async () => {
    await inDatabase(made.url, async (db) => {
      const ready = (isReady: boolean) =>
        sql`update pg_index set indisready = ${isReady} where indexrelid = 'posts_hidden'::regclass`.execute(db);
      await ready(false);
      await createPost(db, { title: "Four", content: "Some text", status: "draft" });
      await ready(true);
    });
    expect(await find(made.url)).toEqual([
      expect.objectContaining({
        what: expect.stringMatching(/^index damaged: posts_hidden: .*lacks matching index tuple/),
      }),
    ]);
    await contextOf(made.url, NO_FILES, async (context) => checkNamed("database pages").fix?.(context));
    expect(await find(made.url)).toEqual([]);
  },
);
