import type { PostgresPool } from "kysely";
import type pg from "pg";
import { isOutdated } from "./faults.ts";
import { statementName } from "./postgres-statements.ts";

/** What node-postgres says when `query_timeout` has passed. The connection still waits for the answer, and so does all that is asked next. */
const isSilence = (error: unknown) => error instanceof Error && error.message === "Query read timeout";

/** PostgreSQL's in_failed_sql_transaction: why the transaction failed is in an error before it. */
const isAborted = (error: unknown) => error instanceof Error && "code" in error && error.code === "25P02";

/**
 * One use of a connection. Of one that has gone silent nothing more is asked, and it is never used again; neither is one
 * whose prepared statements are outdated.
 */
function watched(client: pg.PoolClient): pg.PoolClient {
  let silence: Error | undefined;
  let isSpent = false;
  /** The latest error. A failed transaction answers everything after it with "current transaction is aborted". */
  let failure: unknown;
  return Object.assign(Object.create(client), {
    async query(text: string, parameters: unknown[]) {
      if (silence) throw silence;
      try {
        return await client.query({ name: statementName(text, parameters), text, values: parameters });
      } catch (error) {
        if (isSilence(error)) silence = error as Error;
        isSpent ||= isOutdated(error);
        if (!isAborted(error)) failure = error;
        throw failure ?? error;
      }
    },
    release: (isBroken = false) => client.release(silence ?? (isBroken || isSpent)),
  });
}

/** A pool for Kysely, which would put a connection that has gone silent back with the others. */
export function withoutSilent(pool: pg.Pool): PostgresPool {
  return { connect: async () => watched(await pool.connect()), end: () => pool.end(), options: pool.options };
}
