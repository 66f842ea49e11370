import { mkdirSync } from "node:fs";
import path from "node:path";
import BetterSqlite, { type Database as Connection, type Statement } from "better-sqlite3";
import {
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  sql,
  type TransactionSettings,
} from "kysely";
import type { Engine, EngineAdapter } from "./engine.ts";
import { isBusy } from "./faults.ts";
import { sqliteBulk } from "./sqlite-bulk.ts";
import { inGroups } from "./sqlite-groups.ts";
import { patiently } from "./sqlite-patience.ts";
import { sqliteSearch } from "./sqlite-search.ts";
import type { Database } from "./tables.ts";

/** How long a write waits for another process's write before it fails as "unavailable". */
const BUSY_TIMEOUT_MS = 5_000;
/** How long to wait before WAL mode is asked for again. */
const WAL_RETRY_MS = 5;
/** Prepared statements kept per connection; the app has some dozens of query shapes. */
const STATEMENTS_MAX = 500;

/** The connections of one process: one that reads and writes, and where the database is a file, one more beside it. */
type Connections = {
  main: Connection;
  /**
   * SQLite tells each connection of the commits of all others (PRAGMA data_version), in microseconds. A database in memory
   * has one connection only, and so no way to tell.
   */
  watcher?: Connection;
};

/** How long a connection waits for a lock, in milliseconds. */
const patienceOf = (connection: Connection) => connection.pragma("busy_timeout", { simple: true }) as number;

type Transact = Engine["transact"];

/** All that is asked of one database goes through one connection: it is done in groups, and waits for other processes. */
function grouped(main: Connection, transact: Transact): Transact {
  const groups = new WeakMap<Database, ReturnType<typeof inGroups>>();
  return (db, work) => {
    const known = groups.get(db) ?? inGroups(async (work) => patiently(() => transact(db, work), patienceOf(main)));
    groups.set(db, known);
    return known(work);
  };
}

/** A transaction whose end does not wait for the disk: a failure of the power may undo it, and nothing else does. */
function withoutSync(main: Connection): Transact {
  return (db, work) =>
    db.connection().execute(async (connection) => {
      main.pragma("synchronous = NORMAL");
      try {
        return await connection.transaction().execute(work);
      } finally {
        main.pragma("synchronous = FULL");
      }
    });
}

function sqliteEngine({ main, watcher }: Connections): Engine {
  const version = watcher?.prepare<[], number>("pragma data_version").pluck();
  const transact = grouped(main, (db, work) => db.transaction().execute(work));
  const transactWithoutSync = grouped(main, withoutSync(main));

  return {
    name: "sqlite",
    timeType: "integer",
    keyType: "integer",
    binaryText: sql`text`,
    countingKey: sql`integer primary key autoincrement`,
    tableSuffix: sql`strict`,
    rowLock: sql``,
    async hasTable(db, name) {
      const { rows } = await sql`select 1 from sqlite_schema where type = 'table' and name = ${name}`.execute(db);
      return rows.length > 0;
    },
    async lockMigrations() {
      // A transaction locks out every other one that writes.
    },
    transact,
    changeMarker: () => version?.get()?.toString(),
    async announceChange() {
      // SQLite counts the commits of others by itself.
    },
    announced: () => undefined,
    committed() {},
    oneOf: (column, ids) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`,
    search: sqliteSearch,
    bulk: sqliteBulk,
    async rateLimiter(db, options) {
      const { SqliteRateLimiter } = await import("./sqlite-rate-limiter.ts");
      return new SqliteRateLimiter(options, main, (work) => transactWithoutSync(db, work));
    },
  };
}

/** SQLite's schema changes are transactional, whatever Kysely supposes: a migration is whole or has not happened. */
class Adapter extends SqliteAdapter implements EngineAdapter {
  readonly engine: Engine;
  constructor(engine: Engine) {
    super();
    this.engine = engine;
  }
  override get supportsTransactionalDdl() {
    return true;
  }
}

/**
 * Takes the write lock when a transaction begins. One that reads first and locks later can find that another process
 * wrote in between, and then no waiting helps (SQLITE_BUSY_SNAPSHOT). One that only reads needs no lock. Waiting for the
 * lock is left to `patiently`.
 */
class Driver extends SqliteDriver {
  readonly #main: Connection;
  constructor(main: Connection, database: SqliteDatabase) {
    super({ database });
    this.#main = main;
  }
  override async beginTransaction(_: DatabaseConnection, { accessMode }: TransactionSettings = {}) {
    const begin = accessMode === "read only" ? "begin" : "begin immediate";
    const patience = patienceOf(this.#main);
    this.#main.pragma("busy_timeout = 0");
    try {
      this.#main.exec(begin);
    } finally {
      this.#main.pragma(`busy_timeout = ${patience}`);
    }
  }
  override async rollbackTransaction(connection: DatabaseConnection) {
    // A full disk makes SQLite take the transaction back by itself.
    if (this.#main.inTransaction) await super.rollbackTransaction(connection);
  }
}

class Dialect extends SqliteDialect {
  readonly #connections: Connections;
  constructor(connections: Connections) {
    super({ database: connections.main });
    this.#connections = connections;
  }
  override createAdapter() {
    return new Adapter(sqliteEngine(this.#connections));
  }
  override createDriver() {
    const { main, watcher } = this.#connections;
    const { close, prepare } = withStatementCache(main);
    const closeAll = () => {
      watcher?.close();
      close();
    };
    return new Driver(main, { prepare, close: closeAll });
  }
}

/** Prepares each query once; the statement used longest ago makes room. */
function withStatementCache(connection: Connection) {
  const statements = new Map<string, Statement<unknown[]>>();
  return {
    close: () => connection.close(),
    prepare(query: string) {
      const statement = statements.get(query) ?? connection.prepare<unknown[]>(query);
      statements.delete(query);
      statements.set(query, statement);
      const [oldest] = statements.keys();
      if (statements.size > STATEMENTS_MAX && oldest !== undefined) statements.delete(oldest);
      return statement;
    },
  };
}

/**
 * Turns WAL mode on. Processes that do so on one new file at once are told "locked" without the wait that `timeout`
 * promises: SQLite gives up at once where waiting could deadlock. So the waiting is done here.
 */
function turnWalOn(connection: Connection): void {
  const end = Date.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      connection.pragma("journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_RETRY_MS);
    }
  }
}

/**
 * Opens one connection with the pragmas every connection of ours has: an acknowledged write is on the disk
 * (synchronous=FULL in WAL mode), and readers never wait for a writer.
 * @param file a path, or `:memory:`; its folder is made
 */
function openSqliteConnection(file: string): Connection {
  if (file !== ":memory:") mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const connection = new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MS });
  turnWalOn(connection);
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("trusted_schema = OFF");
  return connection;
}

/** A connection that cannot write, to a file that is there already. */
function openToRead(file: string): Connection {
  return new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

/**
 * @param url `file:` and a path, or `file::memory:`
 * @param isReadOnly makes no file and changes none
 */
export function sqliteDialect(url: string, isReadOnly = false): SqliteDialect {
  const file = url.slice("file:".length);
  if (isReadOnly) return new Dialect({ main: openToRead(file) });
  if (file === ":memory:") return new Dialect({ main: openSqliteConnection(file) });
  const watcher = openSqliteConnection(file);
  return new Dialect({ main: openSqliteConnection(file), watcher });
}
