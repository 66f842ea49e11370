import { type Dialect, Kysely } from "kysely";
import { env } from "#lib/server/env";
import { SchemaError } from "./database-error.ts";
import { getEngine } from "./engine.ts";
import { inspectSchema, isCurrent } from "./schema.ts";
import type { Database, Tables } from "./tables.ts";
import { inTransaction } from "./transaction.ts";

/** Why a database is opened: to serve requests, to read all of it, or to fill it. */
type Purpose = "serve" | "read" | "fill";

/** Lazy-loads the one engine's driver. */
async function loadDialect(url: string, purpose: Purpose): Promise<Dialect> {
  if (url.startsWith("file:")) {
    const { sqliteDialect } = await import("./sqlite/dialect.ts");
    return sqliteDialect(url, purpose === "read");
  }
  const { postgresDialect } = await import("./postgres/dialect.ts");
  return purpose === "serve" ? postgresDialect(url, env().DATABASE_POOL) : postgresDialect(url, 1, true);
}

/** Opens a database without migrating it. Creates the file, except for `read`. */
export async function connect(url: string, purpose: Purpose): Promise<Database> {
  return new Kysely<Tables>({ dialect: await loadDialect(url, purpose) });
}

type Fill = (db: Database) => Promise<void>;

/** @throws {SchemaError} where the tables belong to another program or a later version */
async function requireMigratable(db: Database): Promise<void> {
  const { TABLE_NAMES } = await import("#lib/server/copy/tables");
  const schema = await inspectSchema(db, TABLE_NAMES);
  if (schema === "newer") {
    throw new SchemaError(
      "was written by a newer version of Octavo; must be opened with that one, or be another database",
    );
  }
  if (schema === "foreign") throw new SchemaError("holds tables of another program; must be another database");
}

/** Runs pending migrations on a connection of its own. @returns whether the database is new */
async function migrateAndFill(db: Database, url: string, fill?: Fill): Promise<boolean> {
  const { migrate } = await import("./migrate.ts");
  // A migration of a large database exceeds the statement timeout of requests. A database in memory has one connection.
  const migrating = getEngine(db).name === "postgres" ? await connect(url, "fill") : db;
  try {
    return await inTransaction(migrating, async (trx) => {
      await getEngine(trx).lockMigrations(trx);
      // Checked after locking: another process may have migrated meanwhile.
      await requireMigratable(trx);
      const isNew = await migrate(trx);
      if (isNew) await fill?.(trx);
      return isNew;
    });
  } finally {
    if (migrating !== db) await migrating.destroy();
  }
}

/**
 * Opens the database at `url` (DATABASE_URL) and brings its schema up to date. Safe when several processes do so
 * concurrently: each waits for the one that migrates.
 * @param fill creates the first posts of a new database, in the transaction that creates its tables
 * @returns the database, and whether this call created it
 * @throws {SchemaError} where this version cannot use its tables; the driver's error where it cannot be opened
 */
export async function openDatabase(url: string, fill?: Fill): Promise<{ db: Database; isNew: boolean }> {
  const db = await connect(url, "serve");
  try {
    const isNew = (await isCurrent(db)) ? false : await migrateAndFill(db, url, fill);
    await getEngine(db).prepareForRequests(db);
    return { db, isNew };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
