import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from "kysely";
import { measured } from "#lib/server/metrics/measured";
import { isTerminated } from "./errors.ts";
import { retryWhileBusy } from "./sqlite/retry-while-busy.ts";
import type { WriteHealth } from "./write-health.ts";

/** Settings of a transaction, besides Kysely's own. */
export type BeginSettings = TransactionSettings & {
  /** Whether the commit waits for the disk; SQLite only. */
  isSynced?: boolean;
};

/** A driver for the connections that write. */
export type WriteDriver = Driver & {
  beginTransaction(connection: DatabaseConnection, settings: BeginSettings): Promise<void>;
  /** Executes one statement outside a transaction. */
  executeAlone<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>>;
};

/** A statement that reads: SELECT, or WITH where no common table expression and no main statement writes. */
const READ = /^\s*(?:select\b|with\b(?!.*\b(?:insert|update|delete|merge)\b))/is;

/** Acquires a connection for one piece of work. */
async function using<T>(driver: Driver, work: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
  const connection = await driver.acquireConnection();
  try {
    return await work(connection);
  } finally {
    await driver.releaseConnection(connection);
  }
}

/** Retries `work` once where the server terminated its connection. For reads only. */
async function retryTerminated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isTerminated(error)) throw error;
    return work();
  }
}

/**
 * The connection that Kysely holds. A real one is acquired per statement or transaction: reads outside a transaction have
 * connections that no write can occupy.
 */
export class Session implements DatabaseConnection {
  /** The connection of the open transaction. */
  held: DatabaseConnection | undefined;
  /** How its transactions begin. */
  settings: BeginSettings = {};
  readonly #driver: SplitDriver;

  constructor(driver: SplitDriver) {
    this.#driver = driver;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { held } = this;
    if (held) return measured("transaction", () => this.#driver.health.watch(held.executeQuery<R>(query)));
    return READ.test(query.sql)
      ? measured("read", () => this.#driver.read(query))
      : measured("write", () => this.#driver.write(query));
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!this.held) throw new Error("Rows are streamed inside a transaction only");
    yield* this.held.streamQuery<R>(query, chunkSize);
  }
}

type Options = {
  reads: Driver;
  /** May be the same as `reads`. */
  writes: WriteDriver;
  health: WriteHealth;
  /** How long a transaction waits for the lock of another process, in milliseconds. */
  busyTimeout?: () => number;
};

/** Executes reads and writes on different connections, so that reads go on while writes are blocked. */
export class SplitDriver implements Driver {
  readonly health: WriteHealth;
  readonly #reads: Driver;
  readonly #writes: WriteDriver;
  readonly #busyTimeout: () => number;

  constructor({ health, busyTimeout = () => 0, reads, writes }: Options) {
    this.health = health;
    this.#reads = reads;
    this.#writes = writes;
    this.#busyTimeout = busyTimeout;
  }

  async init(): Promise<void> {
    await this.#reads.init();
    if (this.#writes !== this.#reads) await this.#writes.init();
  }

  async acquireConnection(): Promise<Session> {
    return new Session(this);
  }

  async releaseConnection(session: Session): Promise<void> {
    const { held } = session;
    session.held = undefined;
    if (held) await this.#writes.releaseConnection(held);
  }

  read<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return retryTerminated(() => using(this.#reads, (connection) => connection.executeQuery<R>(query)));
  }

  async write<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const execute = () => using(this.#writes, (connection) => this.#writes.executeAlone<R>(connection, query));
    const result = await this.health.watch(retryWhileBusy(execute, this.#busyTimeout));
    this.health.succeeded();
    return result;
  }

  async beginTransaction(session: Session, settings: TransactionSettings): Promise<void> {
    await this.health.watch(
      retryWhileBusy(() => this.#begin(session, { ...settings, ...session.settings }), this.#busyTimeout),
    );
  }

  async #begin(session: Session, settings: BeginSettings): Promise<void> {
    const held = await this.#writes.acquireConnection();
    try {
      await this.#writes.beginTransaction(held, settings);
      session.held = held;
    } catch (error) {
      await this.#writes.releaseConnection(held);
      throw error;
    }
  }

  async commitTransaction({ held }: Session): Promise<void> {
    if (!held) throw new Error("There is no transaction to commit");
    await this.health.watch(this.#writes.commitTransaction(held));
    this.health.succeeded();
  }

  async rollbackTransaction({ held }: Session): Promise<void> {
    if (held) await this.#writes.rollbackTransaction(held);
  }

  async destroy(): Promise<void> {
    await this.#reads.destroy();
    if (this.#writes !== this.#reads) await this.#writes.destroy();
  }
}
