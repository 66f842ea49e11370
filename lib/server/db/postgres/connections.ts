import { setTimeout as wait } from "node:timers/promises";
import type { PostgresPool } from "kysely";
import type pg from "pg";
import { isStalePlan, isTerminated, isTooManyConnections } from "#lib/server/db/errors";
import { Semaphore } from "#lib/server/db/semaphore";
import { statementName } from "./statements.ts";

/**
 * How long a request waits for a connection before it fails as "unavailable". Connecting takes milliseconds, also to
 * another continent; a server that restarts is refused at once and does not come this far.
 */
export const CONNECT_TIMEOUT_MS = 3_000;
/** Of how many connections one is reserved for reads, so that they go on while all others are in use by blocked writes. */
const READS_SHARE = 4;
/** How long no further connection is requested after the server refused one (53300), in milliseconds. */
const REFUSED_MS = 1_000;

/** The delay between attempts while this process has no connection, in milliseconds. */
const RETRY_MS = 100;

/** The error of node-postgres when `query_timeout` has passed. The connection still waits for the result, which blocks later queries. */
const isQueryTimeout = (error: unknown) => error instanceof Error && error.message === "Query read timeout";

/** PostgreSQL's in_failed_sql_transaction: an earlier error tells why the transaction failed. */
const isAborted = (error: unknown) => error instanceof Error && "code" in error && error.code === "25P02";

/**
 * Tracks one use of a pooled connection. After a query timeout it executes nothing more, and it is discarded on release; so
 * is one that was terminated, or whose prepared statements are outdated.
 */
function trackClient(client: pg.PoolClient, onRelease: () => void): pg.PoolClient {
  let timedOut: Error | undefined;
  let mustDiscard = false;
  /** The latest error. A failed transaction rejects every later statement with "current transaction is aborted". */
  let failure: unknown;
  return Object.assign(Object.create(client), {
    async query(text: string, parameters: unknown[]) {
      if (timedOut) throw timedOut;
      try {
        return await client.query({ name: statementName(text, parameters), text, values: parameters });
      } catch (error) {
        if (isQueryTimeout(error)) timedOut = error as Error;
        // A terminated connection closes a moment after the error: until then the pool would reuse it.
        mustDiscard ||= isStalePlan(error) || isTerminated(error);
        if (!isAborted(error)) failure = error;
        throw failure ?? error;
      }
    },
    release(isBroken = false) {
      client.release(timedOut ?? (isBroken || mustDiscard));
      onRelease();
    },
  });
}

/**
 * Acquires a connection from the pool. Where the server grants no further one, the pool is limited to those it has, and the
 * request waits for one of them as if the pool were exhausted.
 */
function connectWithinGranted(pool: pg.Pool): () => Promise<pg.PoolClient> {
  const size = pool.options.max;
  let restoring: NodeJS.Timeout | undefined;

  function limitToGranted(): void {
    pool.options.max = Math.max(1, pool.totalCount);
    clearTimeout(restoring);
    restoring = setTimeout(() => {
      pool.options.max = size;
    }, REFUSED_MS).unref();
  }

  return async () => {
    const end = performance.now() + CONNECT_TIMEOUT_MS;
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        if (!isTooManyConnections(error) || performance.now() > end) throw error;
        limitToGranted();
        // Without any connection of this pool, no release ends the wait: poll the server.
        if (pool.totalCount === 0) await wait(RETRY_MS);
      }
    }
  };
}

/** A pool for Kysely, and for the rate limiter. */
export type Connections = {
  reads: PostgresPool;
  writes: PostgresPool & Pick<pg.Pool, "query">;
  /** How many are open, and how many requests wait for one. */
  count(): { inUse: number; idle: number; waiting: number };
};

/** Two views of one pool: reads may use all of its connections, writes all but those reserved for reads. */
export function splitPool(pool: pg.Pool): Connections {
  const { options } = pool;
  const acquire = connectWithinGranted(pool);
  const slots = new Semaphore(
    () => options.max - Math.min(options.max - 1, Math.ceil(options.max / READS_SHARE)),
    CONNECT_TIMEOUT_MS,
  );
  const end = () => pool.end();

  async function connectToWrite(): Promise<pg.PoolClient> {
    await slots.acquire();
    try {
      return trackClient(await acquire(), () => slots.release());
    } catch (error) {
      slots.release();
      throw error;
    }
  }

  async function query({ text, values }: pg.QueryConfig): Promise<pg.QueryResult> {
    const client = await connectToWrite();
    try {
      return await client.query(text, values);
    } finally {
      client.release();
    }
  }

  return {
    reads: { options, end, connect: async () => trackClient(await acquire(), () => {}) },
    writes: { options, end, connect: connectToWrite, query: query as pg.Pool["query"] },
    count: () => ({
      inUse: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount + slots.waiting,
    }),
  };
}
