import { type RawBuilder, sql } from "kysely";
import type { Damage, PageReport } from "#lib/server/db/inspector";
import type { Database } from "#lib/server/db/tables";
import { errorMessage } from "#lib/server/error-message";
import { OUR_SCHEMA } from "./inspect-schema.ts";

/** Corruption that PostgreSQL has noticed (SQLSTATE). */
const isCorruption = (error: unknown) => /^XX00[012]$/.test((error as { code?: string }).code ?? "");

/** The index of which a message names the file: planning a query reads indexes too. */
async function indexIn(db: Database, message: string): Promise<string | undefined> {
  const [, file] = /relation "([^"]+)"/.exec(message) ?? [];
  const { rows } = await sql<{ name: string }>`
    select oid::regclass::text as name from pg_class
    where relkind = 'i' and relnamespace = ${OUR_SCHEMA} and pg_relation_filepath(oid) = ${file ?? ""}`.execute(db);
  return rows[0]?.name;
}

/**
 * Executes a statement that reads stored pages.
 * @param index the index that it is about, if it is about one
 * @returns the damage that it meets
 */
async function meetDamage(db: Database, statement: RawBuilder<unknown>, index?: string): Promise<Damage[]> {
  try {
    await statement.execute(db);
    return [];
  } catch (error) {
    if (!isCorruption(error)) throw error;
    const what = errorMessage(error);
    const damaged = index ?? (await indexIn(db, what));
    return [damaged === undefined ? { what } : { what: `${damaged}: ${what}`, index: damaged }];
  }
}

async function readChecksums(db: Database): Promise<Omit<PageReport, "damages">> {
  const { rows } = await sql<{ checksums: string; failures: number | null }>`
    select current_setting('data_checksums') as checksums,
      (select checksum_failures from pg_stat_database where datname = current_database()) as failures`.execute(db);
  const [found] = rows;
  if (found?.checksums === "on") return { checksumFailures: Number(found.failures ?? 0), unchecked: [] };
  const remedy = "stop the server and run pg_checksums --enable";
  const what = "flipped bytes in rows: the server has no data checksums";
  return { checksumFailures: 0, unchecked: [{ what, remedy }] };
}

/** Whether the functions of the extension amcheck are there for this role. */
async function hasAmcheck(db: Database): Promise<boolean> {
  const { rows } = await sql<{ allowed: boolean | null }>`
    select has_function_privilege(to_regprocedure('bt_index_check(regclass, boolean)'), 'execute') as allowed`.execute(
    db,
  );
  return rows[0]?.allowed === true;
}

async function checkIndexes(db: Database): Promise<Damage[]> {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_am a on a.oid = c.relam join pg_index x on x.indexrelid = c.oid
    where c.relnamespace = ${OUR_SCHEMA} and a.amname = 'btree' and x.indisvalid order by 1`.execute(db);
  const damages: Damage[] = [];
  for (const { name } of rows) {
    damages.push(...(await meetDamage(db, sql`select bt_index_check(${name}::regclass, true)`, name)));
  }
  return damages;
}

/** Reads all rows, and verifies indexes where the extension amcheck allows it. @param tables the names of our tables */
export async function findDamage(db: Database, tables: string[]): Promise<PageReport> {
  const damages: Damage[] = [];
  for (const table of tables) {
    // As text, so that long values are read too, which are stored elsewhere.
    const read = sql`select sum(length(t::text)) from ${sql.table(table)} as t`;
    const found = await meetDamage(db, read);
    damages.push(
      ...found.map((damage) => (damage.index ? damage : { what: `${table} cannot be read: ${damage.what}` })),
    );
  }
  // Counted by the server when it has met damage.
  const { checksumFailures, unchecked } = await readChecksums(db);
  if (await hasAmcheck(db)) damages.push(...(await checkIndexes(db)));
  else {
    const remedy = "create extension amcheck, and grant this role EXECUTE on bt_index_check(regclass, boolean)";
    unchecked.push({
      what: "indexes against their tables: the extension amcheck is not there for this role",
      remedy,
    });
  }
  return { damages, checksumFailures, unchecked };
}
