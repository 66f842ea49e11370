import type { Row } from "#lib/server/db/bulk-loader";

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535: enough for rows of 100 columns. */
const BATCH_ROWS = 250;
/** What a batch may hold in memory, in UTF-16 units; a single row may be longer. */
const BATCH_LENGTH = 2_000_000;

const lengthOf = (row: Row) =>
  Object.values(row).reduce<number>((length, value) => length + (typeof value === "string" ? value.length : 8), 0);

/** Rows in groups that can be written in one statement. */
export async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  let length = 0;
  for await (const row of rows) {
    batch.push(row);
    length += lengthOf(row);
    if (batch.length < BATCH_ROWS && length < BATCH_LENGTH) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
