import { sql } from "kysely";
import type { BulkLoader, Row } from "#lib/server/db/bulk-loader";

/** Rows fetched at a time: with the longest texts allowed, some 40 MB. */
const FETCHED_ROWS = 100;

export const postgresBulkLoader: BulkLoader = {
  byteOrder: sql`collate "C"`,

  async *read(trx, query) {
    await sql`declare octavo_rows no scroll cursor for ${query}`.execute(trx);
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(FETCHED_ROWS)} from octavo_rows`.execute(trx);
      yield* rows;
      if (rows.length < FETCHED_ROWS) break;
    }
    await sql`close octavo_rows`.execute(trx);
  },

  async lock(trx, tables) {
    await sql`lock table ${sql.join(tables.map((table) => sql.table(table)))} in exclusive mode`.execute(trx);
  },

  async lastKey(trx, table) {
    const found = await sql<{ name: string }>`select pg_get_serial_sequence(${table}, 'id') as name`.execute(trx);
    const sequence = sql.raw(String(found.rows[0]?.name));
    const { rows } = await sql<{ last: number }>`
      select last_value - case when is_called then 0 else 1 end as last from ${sequence}`.execute(trx);
    return Number(rows[0]?.last);
  },

  // Unlike setval, this is rolled back with the transaction.
  async setLastKey(trx, table, last) {
    await sql`alter table ${sql.table(table)} alter column id restart with ${sql.lit(last + 1)}`.execute(trx);
  },

  async reserveKeys(trx, table, count) {
    const { rows } = await sql<{ id: string }>`
      select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${count}::integer)`.execute(
      trx,
    );
    return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
  },

  async prepareImport() {
    // The cache belongs to the server.
  },

  async analyze(db) {
    await sql`vacuum analyze`.execute(db);
  },
};
