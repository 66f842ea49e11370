import type { Kysely, RawBuilder, SelectQueryBuilder } from "kysely";
import type { Tables } from "./tables.ts";

/** A row of any table, as both engines return it. */
export type Row = Record<string, string | number | null>;

/** Reads and fills whole tables, where engines differ. */
export type BulkLoader = {
  /** After a column name: sorts its texts by bytes. */
  byteOrder: RawBuilder<unknown>;
  /** Streams a query's rows. No other query may run in the transaction meanwhile. */
  read(trx: Kysely<Tables>, query: SelectQueryBuilder<Record<string, Row>, string, Row>): AsyncIterable<Row>;
  /** Locks out other writes to the tables until this transaction ends. */
  lock(trx: Kysely<Tables>, tables: string[]): Promise<void>;
  /** The last value of a table's autoincrement key `id`; 0 before the first. */
  lastKey(trx: Kysely<Tables>, table: string): Promise<number>;
  /** Sets the autoincrement key to continue after `last`. */
  setLastKey(trx: Kysely<Tables>, table: string, last: number): Promise<void>;
  /** Takes `count` values of a table's autoincrement key `id`, ascending, that no other insert gets. */
  reserveKeys(trx: Kysely<Tables>, table: string, count: number): Promise<number[]>;
  /** Prepares this connection for inserting many rows, by a larger page cache. */
  prepareImport(db: Kysely<Tables>): Promise<void>;
  /** Updates the planner's statistics. Not inside a transaction. */
  analyze(db: Kysely<Tables>): Promise<void>;
};
