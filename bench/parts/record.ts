import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "#lib/server/db/open";
import { createPost } from "#lib/server/posts/write";
import { consume } from "#lib/server/quotas";
import { draft } from "../octavo.ts";

/** A statement as the driver gets it. */
export type Statement = { text: string; values: unknown[] };

/** What Octavo sends to the database for `POST /api/posts`, in order. */
export type RecordedCreate = {
  /** Counting the request against its rate limit. */
  count: Statement[];
  /** Storing the post. */
  store: Statement[];
};

/** Stores what was recorded again and again, as other posts. */
export type Replay = { commit(): Promise<void>; close(): Promise<void> };

/** The id of the recorded post, which is no other value of its statements: stands for the one that a replay gets. */
export const RECORDED_ID = 1_000_003;

/** Records what better-sqlite3 executes on connections opened from now on. @returns stops it */
function recordSqlite(recorded: Statement[]): () => void {
  const { prepare } = BetterSqlite.prototype;
  BetterSqlite.prototype.prepare = function (this: BetterSqlite.Database, text: string) {
    const statement = prepare.call(this, text);
    for (const name of ["all", "get", "run"] as const) {
      const execute = statement[name] as (...values: unknown[]) => unknown;
      const recording = (...values: unknown[]) => {
        recorded.push({ text, values: values.flat() });
        return execute.apply(statement, values);
      };
      Object.assign(statement, { [name]: recording });
    }
    return statement;
  } as typeof prepare;
  return () => {
    BetterSqlite.prototype.prepare = prepare;
  };
}

/** Records what node-postgres sends. @returns stops it */
function recordPostgres(recorded: Statement[]): () => void {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: [string | pg.QueryConfig, unknown[]?]) {
    const [config, values = []] = args;
    recorded.push(
      typeof config === "string" ? { text: config, values } : { text: config.text, values: config.values ?? [] },
    );
    return (query as (...args: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  return () => {
    pg.Client.prototype.query = query;
  };
}

/** Creates a database with one post, after which the next one gets RECORDED_ID. */
async function createDatabase(url: string): Promise<void> {
  const { db } = await openDatabase(url);
  await createPost(db, draft(1));
  await (url.startsWith("file:")
    ? sql`update sqlite_sequence set seq = ${RECORDED_ID - 1} where name = 'posts'`
    : sql`alter table posts alter column id restart with ${sql.lit(RECORDED_ID)}`
  ).execute(db);
  await db.destroy();
}

/**
 * Creates a database with Octavo's schema and two posts, and records what the second one took. Its tags are those of the first.
 * @param quota of the writes in a minute
 */
export async function recordCreate(url: string, quota = 999_999): Promise<RecordedCreate> {
  await createDatabase(url);
  const recorded: Statement[] = [];
  const stop = url.startsWith("file:") ? recordSqlite(recorded) : recordPostgres(recorded);
  // Connections of its own: others have prepared their statements.
  const { db } = await openDatabase(url);
  try {
    recorded.length = 0;
    await consume(db, { name: "writes", quota, window: 60 }, "site");
    const count = recorded.splice(0);
    await createPost(db, draft(1));
    return { count, store: recorded.splice(0) };
  } finally {
    await db.destroy();
    stop();
  }
}
