import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "#lib/server/db/open";
import { newDatabase } from "#support/database";
import { engine } from "#support/engine";
import { openError as refusal } from "#support/open-error";

/** A database that an Octavo has created, removed after `work`. */
async function withCreated(work: (url: string) => Promise<void>): Promise<void> {
  const { remove, url } = await newDatabase();
  try {
    await (await openDatabase(url)).db.destroy();
    await work(url);
  } finally {
    await remove();
  }
}

test("openDatabase — a database of a newer version — refused, names it", async () => {
  await withCreated(async (url) => {
    const { db } = await openDatabase(url);
    await sql`insert into kysely_migration (name, timestamp) values ('999-later', '2026-01-01T00:00:00Z')`.execute(db);
    await db.destroy();
    expect(await refusal(url)).toMatch(/: was written by a newer version of Octavo; must be opened with that one/);
  });
});

test("openDatabase — a database of another program — refused, unchanged", async () => {
  const { remove, url } = await newDatabase();
  try {
    const create = "create table posts (note text)";
    if (engine === "sqlite") new BetterSqlite(url.slice("file:".length)).exec(create).close();
    else await query(url, create);
    expect(await refusal(url)).toMatch(/: holds tables of another program; must be another database$/);
  } finally {
    await remove();
  }
});

async function query(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
