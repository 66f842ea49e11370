import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { Row } from "#lib/server/db/bulk-loader";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { COUNTING_TABLES, keyOf, TABLE_NAMES, type TableName } from "./tables.ts";

/** What two databases that hold the same have alike. */
export type Summary = {
  tables: Record<TableName, TableDigest>;
  /** The id that the next row of each counting table gets. */
  nextIds: Partial<Record<TableName, number>>;
};

/** How many rows a table has, and the SHA-256 (hex) of all of them. */
export type TableDigest = { rows: number; sha256: string };

/** How far a long piece of work is: so many rows of a table out of how many. */
export type Step = { doing: "copying" | "checking" | "reading"; table: TableName; rows: number; total: number };

/** How somebody watches it, and how they end it. */
export type Watch = { onStep?: ((step: Step) => void) | undefined; signal?: AbortSignal | undefined };

/** How often reading lets the program do something else (SQLite never waits), as noticing that it is to stop. */
const PAUSE_ROWS = 200;

/**
 * The rows of a table in the order of its key, one after the other.
 * @throws what `signal` says when it is time to stop
 */
export async function* rowsOf(trx: DatabaseTransaction, table: TableName, signal?: AbortSignal): AsyncGenerator<Row> {
  const { bulkLoader } = getEngine(trx);
  let query = (trx as unknown as Kysely<Record<string, Row>>).selectFrom(table).selectAll();
  for (const [column, kind] of keyOf(table)) {
    query = query.orderBy(kind === "text" ? sql`${sql.ref(column)} ${bulkLoader.byteOrder}` : sql.ref(column));
  }
  let count = 0;
  for await (const row of bulkLoader.read(trx, query)) {
    yield row;
    if (++count % PAUSE_ROWS === 0) await setImmediate();
    signal?.throwIfAborted();
  }
}

/** What a row cannot hold if it is to be the same on every engine: bytes, fractions, numbers beyond 2^53. */
function requirePlain(table: TableName, row: Row): void {
  for (const [column, value] of Object.entries(row)) {
    if (value === null || typeof value === "string" || Number.isSafeInteger(value)) continue;
    throw new Error(`${table}.${column} holds ${String(value)}, which cannot be copied`);
  }
}

/** Digests rows one after the other: each as a line of JSON, its columns in alphabetical order. */
export function digester(table: TableName): { add(row: Row): void; result(): TableDigest } {
  const hash = createHash("sha256");
  let columns: string[] | undefined;
  let rows = 0;
  return {
    add(row) {
      requirePlain(table, row);
      if (!columns) {
        columns = Object.keys(row).sort();
        hash.update(`${JSON.stringify(columns)}\n`);
      }
      hash.update(`${JSON.stringify(columns.map((column) => row[column]))}\n`);
      rows++;
    },
    result: () => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** The next id of each table that counts. */
export async function readNextIds(trx: DatabaseTransaction): Promise<Summary["nextIds"]> {
  const nextIds: Summary["nextIds"] = {};
  for (const table of COUNTING_TABLES) nextIds[table] = (await getEngine(trx).bulkLoader.lastKey(trx, table)) + 1;
  return nextIds;
}

/** How many rows a table has. */
export async function countRows(trx: DatabaseTransaction, table: TableName): Promise<number> {
  const counted = trx.selectFrom(table).select((eb) => eb.fn.countAll<number>().as("rows"));
  return (await counted.executeTakeFirstOrThrow()).rows;
}

/** Reads a whole database and says what it holds. */
export async function summarize(
  trx: DatabaseTransaction,
  { doing = "reading", onStep, signal }: Watch & { doing?: Step["doing"] } = {},
): Promise<Summary> {
  const tables = {} as Summary["tables"];
  for (const table of TABLE_NAMES) {
    const total = await countRows(trx, table);
    const { add, result } = digester(table);
    let rows = 0;
    for await (const row of rowsOf(trx, table, signal)) {
      add(row);
      onStep?.({ doing, table, rows: ++rows, total });
    }
    tables[table] = result();
  }
  return { tables, nextIds: await readNextIds(trx) };
}

/** Where two databases differ, in words for a person; empty where they do not. */
export function differences(one: Summary, other: Summary): string[] {
  const tables = TABLE_NAMES.filter((name) => one.tables[name].sha256 !== other.tables[name].sha256);
  const counters = COUNTING_TABLES.filter((name) => one.nextIds[name] !== other.nextIds[name]);
  return [...tables, ...counters.map((name) => `the next id of ${name}`)];
}
