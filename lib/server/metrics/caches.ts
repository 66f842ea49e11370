import type { Database } from "#lib/server/db/tables";
import { byLabel, type Metric, metric } from "./sample.ts";

export type CacheSize = { entries: number; bytes: number };
type MeasureCache = (db: Database) => CacheSize;

/** server.ts and Next load separate instances of the modules with caches: the list is global to the process. */
const shared = globalThis as { octavoCaches?: { name: string; measure: MeasureCache }[] };

/** Lists a cache whose size is a metric. Several of one name are added up. */
export function registerCache(name: string, measure: MeasureCache): void {
  shared.octavoCaches ??= [];
  shared.octavoCaches.push({ name, measure });
}

/** The sizes of all caches of this process. */
export function cacheMetrics(db: Database): Metric[] {
  const entries: Record<string, number> = {};
  const bytes: Record<string, number> = {};
  for (const { measure, name } of shared.octavoCaches ?? []) {
    const size = measure(db);
    entries[name] = (entries[name] ?? 0) + size.entries;
    bytes[name] = (bytes[name] ?? 0) + size.bytes;
  }
  return [
    metric("gauge", "cache_entries", "Entries of a cache.", byLabel("cache", entries)),
    metric("gauge", "cache_bytes", "Bytes that the entries of a cache take, roughly.", byLabel("cache", bytes)),
  ];
}
