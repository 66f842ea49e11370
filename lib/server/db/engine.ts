import type { DialectAdapter, Expression, Kysely, RawBuilder, SqlBool } from "kysely";
import type { IRateLimiterOptions, RateLimiterAbstract } from "rate-limiter-flexible";
import type { SearchIndex } from "#lib/server/search/search-index";
import type { BulkLoader } from "./bulk-loader.ts";
import type { DatabaseTransaction, Tables } from "./tables.ts";

/** What differs between databases. Everything outside lib/server/db/ is written once. */
export type Engine = {
  name: "sqlite" | "postgres";
  /** The column type that holds milliseconds since 1970. */
  timeType: "integer" | "bigint";
  /** The column type of a reference to a counting key. */
  keyType: "integer" | "bigint";
  /** Text that sorts by its bytes, whatever the database's language is. */
  binaryText: RawBuilder<unknown>;
  /** The type and constraints of a counting primary key whose numbers are never used again. */
  countingKey: RawBuilder<unknown>;
  /** What ends a CREATE TABLE. */
  tableSuffix: RawBuilder<unknown>;
  /** What a SELECT ends with to keep others from changing its rows; nothing where a transaction locks out all writers. */
  rowLock: RawBuilder<unknown>;
  /** Does `work` in a transaction, and again until a lock that another process holds is had, for as long as is bearable. */
  transaction<T>(db: Kysely<Tables>, work: (trx: DatabaseTransaction) => Promise<T>): Promise<T>;
  /**
   * Checks whether a write could succeed, without storing anything where the last one did. May wait for locks.
   * @throws what makes writes impossible: read-only database or file, full disk, standby, missing privilege, corruption
   */
  checkWrites(db: Kysely<Tables>): Promise<void>;
  /** Whether there is a table of that name, asked in a way that is no error where there is none. */
  hasTable(db: Kysely<Tables>, name: string): Promise<boolean>;
  /** Holds up other processes that want to migrate, until this transaction ends. */
  lockMigrations(trx: Kysely<Tables>): Promise<void>;
  /**
   * What changes whenever any process commits a change of what the public sees; undefined while that cannot be told.
   * Cheap enough for every request.
   */
  changeMarker(): string | undefined;
  /** Tells every process of such a change when this transaction commits. @param state makes a query for the row that tells it */
  notifyChange(trx: Kysely<Tables>, state: () => Expression<unknown>): Promise<void>;
  /** The row that the newest change was announced with, where the present marker came with it. */
  notifiedState(): unknown;
  /** Says that this process has just committed something. */
  markCommitted(): void;
  /** The condition that a column holds one of these ids. The same statement, however many there are. */
  whereIdIn(column: "posts.id" | "near.id", ids: number[]): RawBuilder<SqlBool>;
  search: SearchIndex;
  bulkLoader: BulkLoader;
  /** A rate limiter that counts in the table rate_limits. What counts is loaded by who is counted first. */
  rateLimiter(db: Kysely<Tables>, options: IRateLimiterOptions): Promise<RateLimiterAbstract>;
};

/** Each of our dialects has an adapter that knows its engine. */
export type EngineAdapter = DialectAdapter & { readonly engine: Engine };

/** The engine behind a database or a transaction. */
export function getEngine(db: Kysely<Tables>): Engine {
  return (db.getExecutor().adapter as EngineAdapter).engine;
}
