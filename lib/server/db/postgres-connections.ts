import type { PostgresPool } from "kysely";
import type pg from "pg";

/** What node-postgres says when `query_timeout` has passed. The connection still waits for the answer, and so does all that is asked next. */
const isSilence = (error: unknown) => error instanceof Error && error.message === "Query read timeout";

/** One use of a connection. Of one that has gone silent nothing more is asked, and it is never used again. */
function watched(client: pg.PoolClient): pg.PoolClient {
  let silence: Error | undefined;
  return Object.assign(Object.create(client), {
    async query(text: string, parameters: unknown[]) {
      if (silence) throw silence;
      try {
        return await client.query(text, parameters);
      } catch (error) {
        if (isSilence(error)) silence = error as Error;
        throw error;
      }
    },
    release: (isSpent?: boolean) => client.release(silence ?? isSpent),
  });
}

/** A pool for Kysely, which would put a connection that has gone silent back with the others. */
export function withoutSilent(pool: pg.Pool): PostgresPool {
  return { connect: async () => watched(await pool.connect()), end: () => pool.end(), options: pool.options };
}
