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

/** Memoizes by an object: computes a value on the first call for each, and drops it with the object. */
export function memoizeBy<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const getters = new WeakMap<Key, () => Value>();
  return (key) => {
    let get = getters.get(key);
    if (!get) {
      get = memoize(() => compute(key));
      getters.set(key, get);
    }
    return get();
  };
}

/** Memoizes by database. */
export const perDatabase = memoizeBy as <Value>(compute: (db: Database) => Value) => (db: Database) => Value;

function evictRejected(value: unknown, evict: () => void): void {
  if (value instanceof Promise) value.catch(evict);
}
