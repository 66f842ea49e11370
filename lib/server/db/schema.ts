import { sql } from "kysely";
import { getEngine } from "./engine.ts";
import { MIGRATIONS } from "./migrations/names.ts";
import type { Database } from "./tables.ts";

/** Whose tables a database holds: none, ours as they are now, as they were, as they will be, or somebody else's. */
export type Schema = "none" | "current" | "older" | "newer" | "foreign";

/** The names of the migrations that a database has had, in their order. */
async function appliedMigrations(db: Database): Promise<string[]> {
  if (!(await getEngine(db).hasTable(db, "kysely_migration"))) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Whether no migration is missing, and none is unknown. */
export const isCurrent = async (db: Database) => (await appliedMigrations(db)).join() === MIGRATIONS.join();

/** @param names what our tables are called */
export async function inspectSchema(db: Database, names: string[]): Promise<Schema> {
  const run = await appliedMigrations(db);
  if (run.length === 0) {
    const found = await Promise.all(names.map((name) => getEngine(db).hasTable(db, name)));
    return found.includes(true) ? "foreign" : "none";
  }
  if (run.some((name) => !MIGRATIONS.some((known) => known === name))) return "newer";
  return run.length === MIGRATIONS.length ? "current" : "older";
}
