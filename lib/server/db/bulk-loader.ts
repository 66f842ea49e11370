import type { Kysely, RawBuilder, SelectQueryBuilder } from "kysely";
import type { Tables } from "./tables.ts";

/** A row of any table, as both engines give it. */
export type Row = Record<string, string | number | null>;

/** What it takes to read and fill whole tables, where engines differ. */
export type BulkLoader = {
  /** Behind the name of a column: has its texts sort by their bytes. */
  byteOrder: RawBuilder<unknown>;
  /** Reads a query's rows without holding them all. Nothing else may be asked of the transaction meanwhile. */
  read(trx: Kysely<Tables>, query: SelectQueryBuilder<Record<string, Row>, string, Row>): AsyncIterable<Row>;
  /** Lets nobody else write into the tables until this transaction ends. */
  lock(trx: Kysely<Tables>, tables: string[]): Promise<void>;
  /** The number that a table's counting key `id` gave out last; 0 before the first. */
  lastKey(trx: Kysely<Tables>, table: string): Promise<number>;
  /** Has the counting key go on behind `last`. */
  setLastKey(trx: Kysely<Tables>, table: string, last: number): Promise<void>;
  /** Prepares this connection for many rows: memory instead of reading the same pages again and again. */
  prepareImport(db: Kysely<Tables>): Promise<void>;
  /** Has the engine look at what its tables hold now, for its plans to fit. Not within a transaction. */
  analyze(db: Kysely<Tables>): Promise<void>;
};
