import type {
  CompiledQuery,
  DialectAdapter,
  Kysely,
  OperationNodeSource,
  QueryExecutorProvider,
  RawBuilder,
  SqlBool,
} from "kysely";
import type { IRateLimiterOptions, RateLimiterAbstract } from "rate-limiter-flexible";
import type { SearchIndex } from "#lib/server/search/search-index";
import type { BulkLoader } from "./bulk-loader.ts";
import type { DatabaseTransaction, Tables } from "./tables.ts";

/** A statement that is built, not compiled. */
export type Statement<Row = unknown> = OperationNodeSource & {
  compile(executor: QueryExecutorProvider): CompiledQuery<Row>;
};

/** What differs between databases. Everything outside lib/server/db/ is written once. */
export type Engine = {
  name: "sqlite" | "postgres";
  /** The column type that holds milliseconds since 1970. */
  timeType: "integer" | "bigint";
  /** The column type of a reference to an autoincrement key. */
  keyType: "integer" | "bigint";
  /** The column type of text that sorts by its bytes, whatever the database's locale. */
  binaryText: RawBuilder<unknown>;
  /** The type and constraints of an autoincrement primary key whose values are never reused. */
  countingKey: RawBuilder<unknown>;
  /** The suffix of CREATE TABLE. */
  tableSuffix: RawBuilder<unknown>;
  /** The suffix of a SELECT that locks its rows of posts; empty where a transaction locks out all writers. */
  rowLock: RawBuilder<unknown>;
  /** The same for rows of accounts. */
  accountLock: RawBuilder<unknown>;
  /** The same for rows of images. */
  imageLock: RawBuilder<unknown>;
  /** The end of a select whose rows are not deleted until the transaction ends. */
  keyLock: RawBuilder<unknown>;
  /**
   * The suffix of a SELECT that locks rows of tags: `share` against being merged or deleted, `update` against every other
   * lock; empty where a transaction locks out all writers.
   */
  tagLock: Record<"share" | "update", RawBuilder<unknown>>;
  /** Runs `work` in a transaction; retries until a timeout while another process holds a lock. */
  transaction<T>(db: Kysely<Tables>, work: (trx: DatabaseTransaction) => Promise<T>): Promise<T>;
  /** Prepares this process's connections for small transactions; called outside one when the schema is current. */
  prepareForRequests(db: Kysely<Tables>): Promise<void>;
  /**
   * Opens a connection for long work, without timeouts, that no request waits for: to read, or to fill tables. Undefined where the
   * process's own connection has to do it.
   */
  connectForJob(purpose: "read" | "fill"): Kysely<Tables> | undefined;
  /**
   * Checks whether a write could succeed, without storing anything where the last one did. May wait for locks.
   * @throws what makes writes impossible: read-only database or file, full disk, standby, missing privilege, corruption
   */
  checkWrites(db: Kysely<Tables>): Promise<void>;
  /** Whether a table exists; does not abort the transaction where it does not. */
  hasTable(db: Kysely<Tables>, name: string): Promise<boolean>;
  /** Locks out migrations by other processes until this transaction ends. */
  lockMigrations(trx: Kysely<Tables>): Promise<void>;
  /**
   * A marker that changes whenever any process commits a change of public content; undefined while that cannot be detected.
   * Cheap enough for every request.
   */
  changeMarker(): string | undefined;
  /**
   * A statement that notifies every process of such a change when its transaction commits; undefined where changes are detected without.
   * @param state a statement that returns the row to send
   */
  notifying: ((state: Statement) => RawBuilder<unknown>) | undefined;
  /** Puts statements that do not depend on each other together: PostgreSQL gets them as one. */
  together(statements: Statement[]): Statement[];
  /** The row that the latest notification brought, where the current marker belongs to it. */
  notifiedState(): unknown;
  /** Whether notifications of other processes' changes arrive; undefined where changes are detected without any. */
  isListening(): boolean | undefined;
  /** The connections of this process, without those of long jobs, and how many requests wait for one. */
  connections(): { inUse: number; idle: number; waiting: number };
  /** Reports that this process has just committed. */
  markCommitted(): void;
  /** The table posts in a query that looks up hidden ones by id: in the index posts_hidden. */
  hiddenPosts: RawBuilder<unknown>;
  /** The condition that a column is one of these ids; one statement for any number of them. */
  whereIdIn(column: "posts.id" | "near.id", ids: number[]): RawBuilder<SqlBool>;
  search: SearchIndex;
  bulkLoader: BulkLoader;
  /** A rate limiter that counts in the table rate_limits. Lazy-loads the limiter on first use. */
  rateLimiter(db: Kysely<Tables>, options: IRateLimiterOptions): Promise<RateLimiterAbstract>;
};

/** The adapter of each dialect has its engine. */
export type EngineAdapter = DialectAdapter & { readonly engine: Engine };

/** The engine behind a database or a transaction. */
export function getEngine(db: Kysely<Tables>): Engine {
  return (db.getExecutor().adapter as EngineAdapter).engine;
}
