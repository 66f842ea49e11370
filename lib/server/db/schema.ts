import { sql } from "kysely";
import { getEngine } from "./engine.ts";
import { MIGRATIONS } from "./migrations/names.ts";
import type { Database } from "./tables.ts";

/** The tables of a database: none, those of this version of Octavo, an older or a newer one, or another program's. */
export type Schema = "none" | "current" | "older" | "newer" | "foreign";

/** The names of the applied migrations, in order. */
async function appliedMigrations(db: Database): Promise<string[]> {
  if (!(await getEngine(db).hasTable(db, "kysely_migration"))) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** The migrations of this version that are not applied yet, and applied ones that it does not have, in order. */
export async function compareMigrations(db: Database): Promise<{ pending: string[]; unknown: string[] }> {
  const [applied, ours] = [await appliedMigrations(db), MIGRATIONS as readonly string[]];
  return {
    pending: ours.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !ours.includes(name)),
  };
}

/** Whether exactly the migrations of this version are applied. */
export const isCurrent = async (db: Database) => (await appliedMigrations(db)).join() === MIGRATIONS.join();

/** @param names of our tables */
export async function inspectSchema(db: Database, names: string[]): Promise<Schema> {
  const applied = await appliedMigrations(db);
  if (applied.length === 0) {
    const found = await Promise.all(names.map((name) => getEngine(db).hasTable(db, name)));
    return found.includes(true) ? "foreign" : "none";
  }
  if (applied.some((name) => !MIGRATIONS.some((migration) => migration === name))) return "newer";
  return applied.length === MIGRATIONS.length ? "current" : "older";
}
