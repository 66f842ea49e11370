import type { Database } from "./db/tables.ts";

/** Computes a value on the first call. One that throws or rejects is computed again by the next call. */
export function memoize<Value>(compute: () => Value): () => Value {
  let entry: { value: Value } | undefined;
  return () => {
    if (entry) return entry.value;
    const created = { value: compute() };
    entry = created;
    evictRejected(created.value, () => {
      if (entry === created) entry = undefined;
    });
    return created.value;
  };
}

/** Memoizes by database: computes a value on the first call for each, and drops it with the database. */
export function perDatabase<Value>(compute: (db: Database) => Value): (db: Database) => Value {
  const getters = new WeakMap<Database, () => Value>();
  return (db) => {
    let get = getters.get(db);
    if (!get) {
      get = memoize(() => compute(db));
      getters.set(db, get);
    }
    return get();
  };
}

function evictRejected(value: unknown, evict: () => void): void {
  if (value instanceof Promise) value.catch(evict);
}
