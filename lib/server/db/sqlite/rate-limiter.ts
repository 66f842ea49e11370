import type { Database as Connection } from "better-sqlite3";
import { type IRateLimiterOptions, RateLimiterSQLite } from "rate-limiter-flexible";

/** What the package has, and its types do not tell of. */
type Clearing = { clearExpired(before: number): Promise<unknown> };
const Base = RateLimiterSQLite as new (
  options: ConstructorParameters<typeof RateLimiterSQLite>[0],
) => RateLimiterSQLite & Clearing;

type Transact = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Counts in the table rate_limits, each time within a transaction of its own: what is counted stays counted when another
 * request's work is taken back.
 */
export class SqliteRateLimiter extends Base {
  readonly #transact: Transact;

  constructor(options: IRateLimiterOptions, connection: Connection, transact: Transact) {
    super({
      ...options,
      storeClient: connection,
      storeType: "better-sqlite3",
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: true,
    });
    this.#transact = transact;
  }

  override async consume(...args: Parameters<RateLimiterSQLite["consume"]>) {
    const { counted, refusal } = await this.#transact(() =>
      super.consume(...args).then(
        (counted) => ({ counted, refusal: undefined }),
        (refusal: unknown) => {
          // What is too many has been counted too, and is not taken back.
          if (refusal instanceof Error) throw refusal;
          return { counted: undefined, refusal };
        },
      ),
    );
    if (!counted) throw refusal;
    return counted;
  }

  override reward(...args: Parameters<RateLimiterSQLite["reward"]>) {
    return this.#transact(() => super.reward(...args));
  }

  override delete(...args: Parameters<RateLimiterSQLite["delete"]>) {
    return this.#transact(() => super.delete(...args));
  }

  /** A timer calls it, and nobody would hear of a failure but the whole process: the next time will do. */
  override async clearExpired(before: number) {
    await this.#transact(() => super.clearExpired(before)).catch(() => {});
  }
}
