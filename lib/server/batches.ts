/** The limits of a batch. */
type Limits<T> = {
  count: number;
  /** Of all lengths together, in UTF-16 units; a single value may be longer. */
  length: number;
  lengthOf: (value: T) => number;
};

/** Groups values that are read one by one into batches that fit in memory. */
export async function* inBatches<T>(values: AsyncIterable<T> | Iterable<T>, limits: Limits<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let length = 0;
  for await (const value of values) {
    batch.push(value);
    length += limits.lengthOf(value);
    if (batch.length < limits.count && length < limits.length) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
