import { sql } from "kysely";
import type { BulkLoader } from "#lib/server/db/bulk-loader";

/** The page cache while many rows are inserted, in KiB. */
const CACHE_KIB = 512 * 1024;

export const sqliteBulkLoader: BulkLoader = {
  byteOrder: sql`collate binary`,

  read: (_trx, query) => query.stream(),

  async lock() {
    // A write transaction locks out every other one.
  },

  async lastKey(trx, table) {
    const { rows } = await sql<{ last: number }>`
      select seq as last from sqlite_sequence where name = ${table}`.execute(trx);
    return rows[0]?.last ?? 0;
  },

  async setLastKey(trx, table, last) {
    await sql`delete from sqlite_sequence where name = ${table}`.execute(trx);
    await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(trx);
  },

  async reserveKeys(trx, table, count) {
    // A write transaction locks out every other one.
    const last = await this.lastKey(trx, table);
    await this.setLastKey(trx, table, last + count);
    return Array.from({ length: count }, (_, index) => last + 1 + index);
  },

  async prepareImport(db) {
    await sql`pragma cache_size = ${sql.lit(-CACHE_KIB)}`.execute(db);
  },

  async analyze(db) {
    await sql`analyze`.execute(db);
    // With samples of values SQLite prepares a statement with a range again for each execution, for up to 50 µs.
    await sql`delete from sqlite_stat4`.execute(db);
    // Reads the statistics again.
    await sql`analyze sqlite_schema`.execute(db);
  },
};
