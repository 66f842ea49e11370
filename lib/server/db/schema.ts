import { sql } from "kysely";
import { MIGRATIONS } from "./migrations/names.ts";
import type { Database } from "./tables.ts";

/** Whose tables a database holds: none, ours as they are now, as they were, as they will be, or somebody else's. */
export type Schema = "none" | "current" | "older" | "newer" | "foreign";

/** @param names what our tables are called */
export async function schemaOf(db: Database, names: string[]): Promise<Schema> {
  const found = (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name);
  if (!found.includes("kysely_migration")) return names.some((name) => found.includes(name)) ? "foreign" : "none";
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  if (rows.some(({ name }) => !MIGRATIONS.some((known) => known === name))) return "newer";
  return rows.length === MIGRATIONS.length ? "current" : "older";
}
