import { LRUCache } from "lru-cache";
import { contentVersion } from "./content-version.ts";
import type { Database } from "./db/tables.ts";
import { registerCache } from "./metrics/caches.ts";

type Options<Value> = {
  /** Its name in the metrics. */
  name: string;
  /** The most entries per database. */
  max: number;
  /** The most bytes that the entries of a database may take together. */
  maxBytes: number;
  /** How many bytes a value takes, roughly. */
  bytesOf: (value: Value) => number;
};

type Entries<Value extends object> = {
  /** The version that the values belong to. */
  version: string;
  values: LRUCache<string, Value>;
  /** What is being computed: concurrent requests for one key share it. */
  pending: Map<string, Promise<Value>>;
};

/**
 * Caches what is computed from public content alone, and so is the same for every viewer. Entries are valid while the
 * content version stands; past the bounds the least recently used ones are evicted.
 */
export class ContentCache<Value extends object> {
  readonly #entries = new WeakMap<Database, Entries<Value>>();
  readonly #options: Options<Value>;

  constructor(options: Options<Value>) {
    this.#options = options;
    registerCache(options.name, (db) => {
      const values = this.#entries.get(db)?.values;
      return { entries: values?.size ?? 0, bytes: values?.calculatedSize ?? 0 };
    });
  }

  #entriesOf(db: Database, version: string): Entries<Value> {
    const current = this.#entries.get(db);
    if (current?.version === version) return current;
    const values = current?.values ?? this.#createValues();
    values.clear();
    const entries = { version, values, pending: new Map() };
    this.#entries.set(db, entries);
    return entries;
  }

  #createValues(): LRUCache<string, Value> {
    const { max, maxBytes, bytesOf } = this.#options;
    const sizeCalculation = (value: Value, key: string) => key.length + bytesOf(value) + 1;
    return new LRUCache<string, Value>({ max, maxSize: maxBytes, sizeCalculation });
  }

  /**
   * The value of a key as of the time `now`, in milliseconds.
   * @param compute called on a miss; its value replaces the cached one
   * @param isHit whether the cached value will do; any will where it is left out
   */
  async get(
    db: Database,
    key: string,
    now: number,
    compute: () => Promise<Value>,
    isHit: (value: Value) => boolean = () => true,
  ): Promise<Value> {
    // Read before the content: a change committed in between then belongs to other entries.
    const entries = this.#entriesOf(db, await contentVersion(db, now));
    const { pending, values } = entries;
    const shared = pending.get(key);
    const cached = values.get(key) ?? (shared && (await shared));
    if (cached !== undefined && isHit(cached)) return cached;
    const computing = compute();
    pending.set(key, computing);
    try {
      const value = await computing;
      // Those of a newer version may have replaced these meanwhile.
      if (this.#entries.get(db) === entries) values.set(key, value);
      return value;
    } finally {
      if (pending.get(key) === computing) pending.delete(key);
    }
  }
}
