import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { Row } from "#lib/server/db/bulk-loader";
import { countRows } from "#lib/server/db/count-rows";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import type { Step, Watch } from "#lib/server/progress";
import { PLAN, type TableName, type TablePlan } from "./tables.ts";

/** A digest of a database; equal for databases with equal contents. */
export type Summary = {
  tables: Record<TableName, TableDigest>;
  /** The next id of each table with an autoincrement key. */
  nextIds: Partial<Record<TableName, number>>;
  /** The files of images, where the storage was read too. */
  imageFiles?: TableDigest;
};

/** The number of rows of a table, and their SHA-256 (hex). */
export type TableDigest = { rows: number; sha256: string };

/** Rows between two yields to the event loop, which SQLite blocks, so that signals are handled. */
const PAUSE_ROWS = 200;

/**
 * Streams the rows of a table in the order of its key.
 * @throws the reason of `signal` when it is aborted
 */
export async function* rowsOf(
  trx: DatabaseTransaction,
  table: string,
  signal?: AbortSignal,
  plan: TablePlan = PLAN,
): AsyncGenerator<Row> {
  const { bulkLoader } = getEngine(trx);
  let query = (trx as unknown as Kysely<Record<string, Row>>).selectFrom(table).selectAll();
  for (const [column, kind] of Object.entries(plan[table]?.key ?? {})) {
    query = query.orderBy(kind === "text" ? sql`${sql.ref(column)} ${bulkLoader.byteOrder}` : sql.ref(column));
  }
  let count = 0;
  for await (const row of bulkLoader.read(trx, query)) {
    yield row;
    if (++count % PAUSE_ROWS === 0) await setImmediate();
    signal?.throwIfAborted();
  }
}

/** Rejects values that differ between engines: bytes, fractions, integers beyond 2^53. */
function requirePlain(table: string, row: Row): void {
  for (const [column, value] of Object.entries(row)) {
    if (value === null || typeof value === "string" || Number.isSafeInteger(value)) continue;
    throw new Error(`${table}.${column} holds ${String(value)}, which cannot be copied`);
  }
}

/**
 * Hashes rows incrementally, each as a line of JSON with its columns in alphabetical order, and a line with their names before the first.
 * `add` returns the lines that it has hashed.
 */
export function digester(table: string): { add(row: Row): string[]; result(): TableDigest } {
  const hash = createHash("sha256");
  let columns: string[] | undefined;
  let rows = 0;
  return {
    add(row) {
      requirePlain(table, row);
      const lines: string[] = [];
      if (!columns) {
        columns = Object.keys(row).sort();
        lines.push(JSON.stringify(columns));
      }
      lines.push(JSON.stringify(columns.map((column) => row[column])));
      for (const line of lines) hash.update(`${line}\n`);
      rows++;
      return lines;
    },
    result: () => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** Reads the next id of each table with an autoincrement key. */
export async function readNextIds(trx: DatabaseTransaction, plan: TablePlan = PLAN): Promise<Summary["nextIds"]> {
  const nextIds: Record<string, number> = {};
  for (const [table, { counts }] of Object.entries(plan)) {
    if (counts) nextIds[table] = (await getEngine(trx).bulkLoader.lastKey(trx, table)) + 1;
  }
  return nextIds;
}

/**
 * Reads a whole database and returns its digest.
 * @param plan its tables, where it is of another version
 */
export async function summarize(
  trx: DatabaseTransaction,
  { doing = "reading", onStep, signal }: Watch & { doing?: Step["doing"] } = {},
  plan: TablePlan = PLAN,
): Promise<Summary> {
  const tables: Record<string, TableDigest> = {};
  for (const table of Object.keys(plan)) {
    const total = await countRows(trx, table);
    const { add, result } = digester(table);
    let rows = 0;
    for await (const row of rowsOf(trx, table, signal, plan)) {
      add(row);
      onStep?.({ doing, table, rows: ++rows, total });
    }
    tables[table] = result();
  }
  return { tables: tables as Summary["tables"], nextIds: await readNextIds(trx, plan) };
}

/** The tables and next ids in which two databases differ, for a message; empty if they are equal. */
export function differences(one: Summary, other: Summary): string[] {
  const tables = (Object.keys(one.tables) as TableName[]).filter(
    (name) => one.tables[name].sha256 !== other.tables[name]?.sha256,
  );
  const counters = (Object.keys(one.nextIds) as TableName[]).filter(
    (name) => one.nextIds[name] !== other.nextIds[name],
  );
  return [...tables, ...counters.map((name) => `the next id of ${name}`)];
}
