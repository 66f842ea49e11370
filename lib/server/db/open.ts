import { type Dialect, Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { env } from "#lib/server/env";
import { engineOf } from "./engine.ts";
import { migrations } from "./migrations/index.ts";
import type { Database, Tables } from "./tables.ts";
import { atomically } from "./transaction.ts";

/** What a database is opened for: to serve requests, to read all of it, or to fill it. */
type Purpose = "serve" | "read" | "fill";

/** The driver of the one engine that is asked for is loaded, and no other. */
async function dialectOf(url: string, purpose: Purpose): Promise<Dialect> {
  if (url.startsWith("file:")) {
    const { sqliteDialect } = await import("./sqlite.ts");
    return sqliteDialect(url, purpose === "read");
  }
  const { postgresDialect } = await import("./postgres.ts");
  return purpose === "serve" ? postgresDialect(url, env().DATABASE_POOL) : postgresDialect(url, 1, true);
}

/** A database as it is. Only reading makes no new file; nothing else is done before the first query. */
export async function connect(url: string, purpose: Purpose): Promise<Database> {
  return new Kysely<Tables>({ dialect: await dialectOf(url, purpose) });
}

/**
 * Opens the database at `url` (DATABASE_URL) and brings its schema up to date. Safe when several processes do so at
 * once: each waits for the one that migrates.
 * @param fill puts the first posts into a database that is new, in the transaction that makes it
 * @returns the database, and whether it was made just now by this call
 */
export async function openDatabase(
  url: string,
  fill?: (db: Database) => Promise<void>,
): Promise<{ db: Database; isNew: boolean }> {
  const db = await connect(url, "serve");
  // A migration of a large database takes longer than anybody would wait for a page. A database in memory has one connection.
  const migrating = engineOf(db).name === "postgres" ? await connect(url, "fill") : db;
  try {
    const isNew = await atomically(migrating, async (trx) => {
      await engineOf(trx).lockMigrations(trx);
      const isFirst = await migrate(trx);
      if (isFirst) await fill?.(trx);
      return isFirst;
    });
    return { db, isNew };
  } catch (error) {
    await db.destroy();
    throw error;
  } finally {
    if (migrating !== db) await migrating.destroy();
  }
}

/** Runs the migrations that are missing. @returns whether the first one was among them */
export async function migrate(db: Database): Promise<boolean> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  const [first] = Object.keys(migrations);
  return results.some(({ migrationName }) => migrationName === first);
}
