import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { closeDatabase, useDatabase } from "#lib/server/db/current";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";

/** The address of a new database on the engine of this Jest project: empty, and migrated or not yet. */
async function newDatabase(): Promise<{ url: string; remove: () => Promise<void> }> {
  const { TEST_ENGINE, TEST_POSTGRES_URL = "" } = process.env;
  if (TEST_ENGINE !== "postgres") return { url: "file::memory:", remove: async () => {} };
  const name = `test_${randomUUID()}`;
  const url = new URL(TEST_POSTGRES_URL);
  url.pathname = name;
  await administer(`create database "${name}" template template strategy file_copy`);
  return { url: url.href, remove: () => administer(`drop database "${name}" with (force)`) };
}

async function administer(statement: string): Promise<void> {
  const url = new URL(process.env.TEST_POSTGRES_URL ?? "");
  url.pathname = "postgres";
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Every row of a table, one that only better-auth knows too. */
export async function rowsIn(db: Database, table: string): Promise<Record<string, unknown>[]> {
  return (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)).rows;
}

/** A real, migrated, empty database for each test of the file, which handlers and data functions share. */
export function withDatabase(): { readonly db: Database } {
  let db: Database;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const made = await newDatabase();
    remove = made.remove;
    ({ db } = await openDatabase(made.url));
    useDatabase(db);
  });
  afterEach(async () => {
    await closeDatabase();
    await remove();
  });
  return {
    get db() {
      return db;
    },
  };
}
