import { randomUUID } from "node:crypto";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Kysely, sql } from "kysely";
import pg from "pg";
import { COUNTING_TABLES, SINGLE_ROW_TABLES, TABLE_NAMES } from "#lib/server/copy/tables";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { openDatabase } from "#lib/server/db/open";
import { CONTENT_CHANNEL } from "#lib/server/db/postgres/change-listener";
import { sqliteMemoryDialect } from "#lib/server/db/sqlite/dialect";
import type { Database, Tables } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { makeDatabaseFolder } from "./database-folder.ts";
import { engine } from "./engine.ts";

export type TestDatabase = { url: string; remove: () => Promise<void> };

/** The connection string of a new, empty database, on the engine of this Jest project by default. Several processes may open it. */
export async function newDatabase(on = engine): Promise<TestDatabase> {
  return on === "postgres" ? newPostgresDatabase("template0") : newSqliteFile();
}

/** As `newDatabase`, but migrated: nothing that a server does at its start takes longer. */
export async function newMigratedDatabase(): Promise<TestDatabase> {
  if (engine === "postgres") return newPostgresDatabase("template");
  const made = newSqliteFile();
  copyMigrated(made.url.slice("file:".length));
  return made;
}

/** Makes a migrated, empty SQLite file. Where the run has made none, as scripts, what opens it migrates it. */
export function copyMigrated(file: string): void {
  const migrated = migratedFile();
  if (migrated !== "") copyFileSync(migrated, file);
}

/** A migrated, empty SQLite database (`sqlite-up.ts`), which is to be copied. */
const migratedFile = (): string => process.env.TEST_SQLITE_FILE ?? "";

function newSqliteFile(): TestDatabase {
  const folder = makeDatabaseFolder();
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  return { url: `file:${path.join(folder, "octavo.db")}`, remove };
}

/** @param template the database that is copied; "template" is migrated already */
async function newPostgresDatabase(template: "template" | "template0"): Promise<TestDatabase> {
  const { TEST_POSTGRES_URL = "" } = process.env;
  const name = `test_${randomUUID()}`;
  const url = new URL(TEST_POSTGRES_URL);
  url.pathname = name;
  await administer(`create database "${name}" template ${template} strategy file_copy`);
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

/** Every row of a table, also of one that only better-auth uses. */
export async function rowsIn(db: Database, table: string): Promise<Record<string, unknown>[]> {
  return (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)).rows;
}

/** The tables that are emptied between two tests; the others have a single row from the migration on. */
const EMPTIED = [
  ...TABLE_NAMES.filter((name) => !SINGLE_ROW_TABLES.some((single) => single === name)),
  ...["backups", "housekeeping", "posts_search"],
];

const DELETE_ALL = [
  ...EMPTIED.toReversed().map((name) => `delete from ${name}`),
  ...(engine === "postgres"
    ? COUNTING_TABLES.map((name) => `alter table ${name} alter id restart`)
    : ["delete from sqlite_sequence"]),
].join("; ");

/** SQL that resets a migrated database, which on PostgreSQL is much faster than creating another one. */
const AS_NEW = `${DELETE_ALL}; update content_version set number = 0`;

/** The same while servers use it: they are told, and what they have cached is of another version. */
export const AS_NEW_FOR_SERVERS = [
  DELETE_ALL,
  "update content_version set number = number + 1",
  ...(engine === "postgres" ? [`notify ${CONTENT_CHANNEL}`] : []),
].join("; ");

/** The connections of all tests of a file: PostgreSQL takes longer to open them than for most tests. */
class KeptPool extends pg.Pool {
  /** Resolves when what the test has left running is over. */
  override async end(): Promise<void> {
    while (this.idleCount < this.totalCount) await nextTurn();
  }

  /** Goes on as the pool of the next test. */
  reuse({ max }: pg.PoolConfig): this {
    this.options.max = max ?? this.options.max;
    return this.removeAllListeners();
  }

  close(): Promise<void> {
    return super.end();
  }
}

/** One PostgreSQL database for all tests of a file, reset for each. */
function withPostgresDatabase(): () => Promise<Database> {
  let testDatabase: TestDatabase | undefined;
  let administrator: pg.Client | undefined;
  let pool: KeptPool | undefined;
  const openPool = (config: pg.PoolConfig) => {
    pool = pool?.reuse(config) ?? new KeptPool(config);
    return pool;
  };
  afterAll(async () => {
    await pool?.close();
    await administrator?.end();
    await testDatabase?.remove();
  });
  return async () => {
    if (testDatabase && administrator) {
      await administrator.query(AS_NEW);
    } else {
      testDatabase = await newPostgresDatabase("template");
      administrator = new pg.Client(testDatabase.url);
      await administrator.connect();
    }
    const { postgresDialect } = await import("#lib/server/db/postgres/dialect");
    return new Kysely<Tables>({ dialect: postgresDialect(testDatabase.url, env().DATABASE_POOL, false, openPool) });
  };
}

/** SQLite databases in memory: copies of one that is migrated once for all files. */
function withSqliteInMemory(): () => Promise<Database> {
  const bytes = readFileSync(migratedFile());
  return async () => new Kysely<Tables>({ dialect: sqliteMemoryDialect(bytes) });
}

/** A real, migrated, empty database for each test of the file, which handlers and data functions share. */
export function withDatabase(): { readonly db: Database } {
  let db: Database;
  const openEmpty = engine === "postgres" ? withPostgresDatabase() : withSqliteInMemory();
  beforeEach(async () => {
    db = await openEmpty();
    useDatabase(db);
  });
  afterEach(() => closeDatabase());
  return {
    get db() {
      return db;
    },
  };
}

/**
 * Two sets of connections to one database, like those of two processes. New for each test of the
 * file; handlers use the first.
 */
export function withTwoProcesses(): { readonly here: Database; readonly there: Database; readonly url: string } {
  const opened: { here?: Database; there?: Database } = {};
  let testDatabase: TestDatabase;
  beforeEach(async () => {
    testDatabase = await newMigratedDatabase();
    opened.here = (await openDatabase(testDatabase.url)).db;
    opened.there = (await openDatabase(testDatabase.url)).db;
    useDatabase(opened.here);
  });
  afterEach(async () => {
    await closeDatabase();
    await opened.there?.destroy();
    await testDatabase.remove();
  });
  return {
    get here() {
      return opened.here as Database;
    },
    get there() {
      return opened.there as Database;
    },
    get url() {
      return testDatabase.url;
    },
  };
}
