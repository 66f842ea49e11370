import type { Database as Connection } from "better-sqlite3";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDatabase,
  SqliteDriver,
} from "kysely";
import type { Semaphore } from "#lib/server/db/semaphore";
import type { BeginSettings, WriteDriver } from "#lib/server/db/split-driver";
import type { DatabaseFiles } from "./database-files.ts";

/** Statements that SQLite executes outside a transaction only, or that concern the connection alone. */
const UNWRAPPED = /^\s*(pragma|vacuum)\b/i;

/** How long a connection waits for a lock, in milliseconds. */
export const getBusyTimeout = (connection: Connection) => connection.pragma("busy_timeout", { simple: true }) as number;

/**
 * The one write connection of a process, used by one transaction at a time. Each write is a transaction that takes the write
 * lock when it begins: one that reads first and locks later can fail because another process wrote in between, and waiting
 * does not help then (SQLITE_BUSY_SNAPSHOT). A locked database fails at once: the caller retries without blocking the process.
 */
export class SqliteWriteDriver extends SqliteDriver implements WriteDriver {
  readonly #main: Connection;
  readonly #files: DatabaseFiles | undefined;
  readonly #beforeCommit: () => void;
  readonly #turn: Semaphore;
  #isSynced = true;
  /** That of the connection, in milliseconds; undefined after a statement that may have set it. */
  #busyTimeout: number | undefined;

  /**
   * @param turn admits one transaction at a time
   * @param options `files` are checked around each commit; none for a database in memory
   */
  constructor(
    main: Connection,
    database: SqliteDatabase,
    turn: Semaphore,
    {
      beforeCommit = () => {},
      files,
    }: { beforeCommit?: (() => void) | undefined; files?: DatabaseFiles | undefined } = {},
  ) {
    super({ database });
    this.#main = main;
    this.#turn = turn;
    this.#files = files;
    this.#beforeCommit = beforeCommit;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turn.acquire();
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    try {
      // A transaction left open by a failed rollback would include the next writes.
      if (this.#main.inTransaction) this.#main.exec("rollback");
      // SQLite cannot change it inside a transaction.
      if (!this.#isSynced && this.#main.open) this.#main.exec("pragma synchronous = FULL");
      this.#isSynced = true;
    } finally {
      this.#turn.release();
    }
  }

  override async beginTransaction(_: DatabaseConnection, { accessMode, isSynced = true }: BeginSettings = {}) {
    this.#busyTimeout ??= getBusyTimeout(this.#main);
    const restore = `pragma busy_timeout = ${this.#busyTimeout}`;
    const begin = accessMode === "read only" ? "begin" : "begin immediate";
    // Releasing the connection restores FULL, unless that has failed.
    const sync = isSynced === this.#isSynced ? "" : `pragma synchronous = ${isSynced ? "FULL" : "NORMAL"}; `;
    this.#isSynced = isSynced;
    try {
      this.#main.exec(`${sync}pragma busy_timeout = 0; ${begin}; ${restore}`);
    } catch (error) {
      this.#main.exec(restore);
      throw error;
    }
  }

  /** Checks the files before, so that nothing is written to a deleted one, and after, so that no such write is acknowledged. */
  override async commitTransaction(connection: DatabaseConnection) {
    this.#files?.assertUnmoved();
    this.#beforeCommit();
    await super.commitTransaction(connection);
    this.#files?.assertUnmoved();
  }

  override async rollbackTransaction(connection: DatabaseConnection) {
    // A full disk makes SQLite roll back by itself.
    if (this.#main.inTransaction) await super.rollbackTransaction(connection);
  }

  async executeAlone<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    if (UNWRAPPED.test(query.sql)) {
      this.#busyTimeout = undefined;
      return connection.executeQuery<R>(query);
    }
    await this.beginTransaction(connection);
    try {
      const result = await connection.executeQuery<R>(query);
      await this.commitTransaction(connection);
      return result;
    } catch (error) {
      await this.rollbackTransaction(connection);
      throw error;
    }
  }
}
