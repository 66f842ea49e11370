import { sql } from "kysely";
import { MIGRATIONS } from "./migrations/names.ts";
import type { Database } from "./tables.ts";

/** Whose tables a database holds: none, ours as they are now, as they were, as they will be, or somebody else's. */
export type Schema = "none" | "current" | "older" | "newer" | "foreign";

/** The names of the migrations that a database has had, in their order. */
async function migrationsOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Whether no migration is missing, and none is unknown. @throws where there is no table of migrations, too */
export const isCurrent = async (db: Database) => (await migrationsOf(db)).join() === MIGRATIONS.join();

/** @param names what our tables are called */
export async function schemaOf(db: Database, names: string[]): Promise<Schema> {
  const found = (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name);
  if (!found.includes("kysely_migration")) return names.some((name) => found.includes(name)) ? "foreign" : "none";
  const run = await migrationsOf(db);
  if (run.some((name) => !MIGRATIONS.some((known) => known === name))) return "newer";
  return run.length === MIGRATIONS.length ? "current" : "older";
}
