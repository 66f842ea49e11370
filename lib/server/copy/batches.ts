import type { Row } from "#lib/server/db/bulk-loader";

/** SQLite allows 32,766 bind parameters per statement, PostgreSQL 65,535: enough for rows of 100 columns. */
const BATCH_ROWS = 250;
/** Maximum size of a batch in memory, in UTF-16 units; a single row may be longer. */
const BATCH_LENGTH = 2_000_000;

const lengthOf = (row: Row) =>
  Object.values(row).reduce<number>((length, value) => length + (typeof value === "string" ? value.length : 8), 0);

/** Groups rows into batches for one INSERT each. */
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
