import type { Database as Connection } from "better-sqlite3";
import { type IRateLimiterOptions, RateLimiterSQLite } from "rate-limiter-flexible";
import { patiently } from "./sqlite-patience.ts";

/** What the package has, and its types do not tell of. */
type Clearing = { clearExpired(before: number): Promise<unknown> };
const Base = RateLimiterSQLite as new (
  options: ConstructorParameters<typeof RateLimiterSQLite>[0],
) => RateLimiterSQLite & Clearing;

/** Counts in the table rate_limits. */
export class SqliteRateLimiter extends Base {
  readonly #patience: number;

  /** @param patience for how many milliseconds to wait for another process's lock */
  constructor(options: IRateLimiterOptions, connection: Connection, patience: number) {
    super({
      ...options,
      storeClient: connection,
      storeType: "better-sqlite3",
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: true,
    });
    this.#patience = patience;
  }

  override consume(...args: Parameters<RateLimiterSQLite["consume"]>) {
    return patiently(() => super.consume(...args), this.#patience);
  }

  /** A timer calls it, and nobody would hear of a failure but the whole process: the next time will do. */
  override async clearExpired(before: number) {
    await super.clearExpired(before).catch(() => {});
  }
}
