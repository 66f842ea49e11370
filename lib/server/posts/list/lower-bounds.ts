import { LRUCache } from "lru-cache";
import { contentState } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";
import { perDatabase } from "#lib/server/memoize";
import { SEARCH_TOTAL_MAX } from "./search-limits.ts";

/** How many public posts a search matched at least, at a time and a state of the content. */
type LowerBound = { matches: number; changes: number; now: number };

/** Lower bounds by search: they outlive changes, as a change of a post ends one match at most. */
const lowerBounds = perDatabase(() => new LRUCache<string, LowerBound>({ max: 1_000 }));

/** So many matches are read: where there are as many, it takes SEARCH_TOTAL_MAX changes of posts until they are read again. */
export const READ_MAX = 2 * SEARCH_TOTAL_MAX + 1;

/**
 * The matches of a search; undefined where there are more than SEARCH_TOTAL_MAX.
 * @param read reads up to READ_MAX of them; not called where earlier ones show that there are still more, whatever has changed since
 */
export async function readIfFew<Match>(
  db: Database,
  key: string,
  now: number,
  read: () => Promise<Match[]>,
): Promise<Match[] | undefined> {
  const bounds = lowerBounds(db);
  // Read before the matches: a change that is committed in between is subtracted, though they may be without it.
  const { changes } = await contentState(db, now);
  const last = bounds.get(key);
  // A restored database may have had fewer changes.
  const isLater = last !== undefined && last.changes <= changes && last.now <= now;
  if (isLater && last.matches - (changes - last.changes) > SEARCH_TOTAL_MAX) return undefined;
  const found = await read();
  if (found.length <= SEARCH_TOTAL_MAX) return found;
  bounds.set(key, { matches: found.length, changes, now });
  return undefined;
}

/** Whether any search of this database has had more than SEARCH_TOTAL_MAX matches: else there may be too few posts for it. */
export const hasFrequentWords = (db: Database): boolean => lowerBounds(db).size > 0;
