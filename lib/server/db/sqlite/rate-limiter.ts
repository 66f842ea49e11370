import type { Statement } from "better-sqlite3";
import { type IRateLimiterOptions, RateLimiterSQLite } from "rate-limiter-flexible";

type Transact = <T>(work: () => Promise<T>) => Promise<T>;
/** Prepares a statement once. */
type Prepare = (query: string) => Statement<unknown[]>;

/**
 * Counts in the table rate_limits, each time in a transaction of its own, so that rolling back a request's work does not roll
 * back its count.
 */
export class SqliteRateLimiter extends RateLimiterSQLite {
  readonly #transact: Transact;

  constructor(options: IRateLimiterOptions, prepare: Prepare, transact: Transact) {
    super({
      ...options,
      // Of better-sqlite3 it uses these. It is in a transaction already.
      storeClient: { prepare, transaction: (work: () => unknown) => work },
      storeType: "better-sqlite3",
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
    });
    this.#transact = transact;
  }

  override async consume(...args: Parameters<RateLimiterSQLite["consume"]>) {
    const { counted, refusal } = await this.#transact(() =>
      super.consume(...args).then(
        (counted) => ({ counted, refusal: undefined }),
        (refusal: unknown) => {
          // A refused request is counted too: the transaction must not roll back.
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
}
