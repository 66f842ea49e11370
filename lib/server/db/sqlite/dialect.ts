import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import BetterSqlite, { type Database as Connection, type Statement } from "better-sqlite3";
import { Kysely, SqliteAdapter, SqliteDialect, SqliteDriver, SqliteQueryCompiler, sql } from "kysely";
import { LRUCache } from "lru-cache";
import type { Engine, EngineAdapter } from "#lib/server/db/engine";
import { isBusy } from "#lib/server/db/errors";
import { Semaphore } from "#lib/server/db/semaphore";
import { type Session, SplitDriver } from "#lib/server/db/split-driver";
import type { Tables } from "#lib/server/db/tables";
import { WriteHealth } from "#lib/server/db/write-health";
import { probeWrite } from "#lib/server/db/write-probe";
import { perDatabase } from "#lib/server/memoize";
import { sqliteBulkLoader } from "./bulk-loader.ts";
import { DatabaseFiles } from "./database-files.ts";
import { requireDiskSpace } from "./disk-space.ts";
import { groupCommit } from "./group-commit.ts";
import { sqliteSearch } from "./search.ts";
import { SharedSnapshot } from "./shared-snapshot.ts";
import { getBusyTimeout, SqliteWriteDriver } from "./write-driver.ts";

/** How long a write waits for another process's write before it fails as "unavailable". */
const BUSY_TIMEOUT_MS = 5_000;
/** The delay between attempts to turn WAL mode on, in milliseconds. */
const WAL_RETRY_MS = 5;
/** Prepared statements cached per connection; the app has some dozens of query shapes. */
const STATEMENTS_MAX = 500;

/** The connections of one process: one that writes and, where the database is a file, one that reads. */
type Connections = {
  main: Connection;
  /**
   * Reads outside transactions, without waiting for writes. PRAGMA data_version detects commits of other connections in
   * microseconds, so this one never writes. A database in memory has one connection only.
   */
  reader?: Connection;
  files?: DatabaseFiles;
};

type Transact = Engine["transaction"];
/** The connection that writes, with a cache of its statements. */
type Main = ReturnType<typeof withStatementCache>;

/** Group commit: one fsync for the transactions of one turn of the event loop. */
function withGroupCommit(transact: Transact, gathers = false): Transact {
  const commitGroup = perDatabase((db) => groupCommit((work) => transact(db, work), gathers));
  return (db, work) => commitGroup(db)(work);
}

/** A transaction whose commit does not wait for the disk: only a power failure can lose it. */
const withoutSync: Transact = (db, work) =>
  db.connection().execute((connection) =>
    connection.getExecutor().provideConnection((session) => {
      (session as Session).settings = { isSynced: false };
      return connection.transaction().execute(work);
    }),
  );

function sqliteEngine({ files, reader }: Connections, { prepare }: Main, turn: Semaphore, health: WriteHealth): Engine {
  const version = reader?.prepare<[], number>("pragma data_version").pluck();
  const transact = withGroupCommit((db, work) => db.transaction().execute(work), true);
  const transactWithoutSync = withGroupCommit(withoutSync);

  return {
    name: "sqlite",
    timeType: "integer",
    keyType: "integer",
    binaryText: sql`text`,
    countingKey: sql`integer primary key autoincrement`,
    tableSuffix: sql`strict`,
    rowLock: sql``,
    accountLock: sql``,
    imageLock: sql``,
    keyLock: sql``,
    tagLock: { share: sql``, update: sql`` },
    async hasTable(db, name) {
      const { rows } = await sql`select 1 from sqlite_schema where type = 'table' and name = ${name}`.execute(db);
      return rows.length > 0;
    },
    async lockMigrations() {
      // A write transaction locks out every other one.
    },
    transaction: transact,
    async prepareForRequests(db) {
      // What a savepoint has changed is copied to memory. By default more than 64 KiB of it goes to a file; so does the sorting of an
      // index that a migration creates, which may not fit into memory.
      await sql`pragma temp_store = memory`.execute(db);
    },
    connectForJob(purpose) {
      if (purpose === "fill" || !files) return undefined;
      return new Kysely<Tables>({ dialect: new Dialect({ main: openToRead(files.file) }) });
    },
    async checkWrites(db) {
      files?.assertUnmoved();
      if (files) await requireDiskSpace(path.dirname(files.file), health.failure !== undefined);
      await probeWrite(db, health);
    },
    changeMarker: () => version?.get()?.toString(),
    // PRAGMA data_version detects commits of other processes.
    notifying: undefined,
    together: (statements) => statements,
    notifiedState: () => undefined,
    isListening: () => undefined,
    connections: () => ({ inUse: turn.used, idle: (reader ? 2 : 1) - turn.used, waiting: turn.waiting }),
    markCommitted() {},
    hiddenPosts: sql`posts indexed by posts_hidden`,
    whereIdIn: (column, ids) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`,
    search: sqliteSearch,
    bulkLoader: sqliteBulkLoader,
    async rateLimiter(db, options) {
      const { SqliteRateLimiter } = await import("./rate-limiter.ts");
      return new SqliteRateLimiter(options, prepare, (work) => transactWithoutSync(db, work));
    },
  };
}

/** SQLite's schema changes are transactional, contrary to Kysely's default: migrations are atomic. */
class Adapter extends SqliteAdapter implements EngineAdapter {
  readonly engine: Engine;
  constructor(engine: Engine) {
    super();
    this.engine = engine;
  }
  /** The driver serializes writes itself. */
  override get supportsMultipleConnections() {
    return true;
  }
  override get supportsTransactionalDdl() {
    return true;
  }
}

/**
 * Writes parameters as `+?`, an expression of the same value. With a plain `?` SQLite's planner may look at the values, and then prepares
 * the statement again for each execution: any with a join, and those on tables that ANALYZE has sampled.
 */
class QueryCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder() {
    return "+?";
  }
}

/** The connection that reads. */
class ReadDriver extends SqliteDriver {
  readonly #snapshot: SharedSnapshot;
  constructor(reader: Connection, snapshot: SharedSnapshot) {
    super({ database: withStatementCache(reader) });
    this.#snapshot = snapshot;
  }
  override async acquireConnection() {
    this.#snapshot.begin();
    return super.acquireConnection();
  }
}

class Dialect extends SqliteDialect {
  readonly #connections: Connections;
  readonly #main: Main;
  readonly #health = new WriteHealth();
  readonly #turn = new Semaphore(() => 1);
  constructor(connections: Connections) {
    super({ database: connections.main });
    this.#connections = connections;
    this.#main = withStatementCache(connections.main);
  }
  override createAdapter() {
    return new Adapter(sqliteEngine(this.#connections, this.#main, this.#turn, this.#health));
  }
  override createQueryCompiler() {
    return new QueryCompiler();
  }
  override createDriver() {
    const { files, main, reader } = this.#connections;
    const snapshot = reader && new SharedSnapshot(reader);
    const writes = new SqliteWriteDriver(main, this.#main, this.#turn, { files, beforeCommit: SharedSnapshot.endAll });
    const reads = reader && snapshot ? new ReadDriver(reader, snapshot) : writes;
    return new SplitDriver({ reads, writes, health: this.#health, busyTimeout: () => getBusyTimeout(main) });
  }
}

/** Caches prepared statements. */
function withStatementCache(connection: Connection) {
  const statements = new LRUCache<string, Statement<unknown[]>>({
    max: STATEMENTS_MAX,
    memoMethod: (query) => connection.prepare(query),
  });
  return { close: () => connection.close(), prepare: (query: string) => statements.memo(query) };
}

/**
 * Turns WAL mode on. Where several processes do so on a new file, SQLite fails with "locked" without waiting for `timeout`,
 * because waiting could deadlock: retried here.
 */
function enableWal(connection: Connection): void {
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

/** Of a new database, whose `-wal` and `-shm` get the same: it has password hashes, sessions and the secret. */
const FILE_MODE = 0o600;

/** Creates a file that only this user may read, where there is none. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, "wx", FILE_MODE));
  } catch {
    // There is one; or SQLite is about to say why there can be none.
  }
}

/**
 * Opens a connection with our pragmas: an acknowledged write is on the disk
 * (synchronous=FULL in WAL mode), and readers never wait for a writer.
 * @param file a path, whose folder is created; `:memory:`; or the bytes of a database to open in memory
 */
function openSqliteConnection(file: string | Buffer): Connection {
  const isInMemory = file === ":memory:" || typeof file !== "string";
  if (!isInMemory) {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    createPrivately(file);
  }
  const connection = new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MS });
  enableWal(connection);
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("trusted_schema = OFF");
  // The first read creates the files `-wal` and `-shm`.
  connection.pragma("schema_version");
  return connection;
}

/** Opens an existing file read-only. */
function openToRead(file: string): Connection {
  return new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

/**
 * @param url `file:` and a path, or `file::memory:`
 * @param isReadOnly opens an existing file without writing to it
 */
export function sqliteDialect(url: string, isReadOnly = false): SqliteDialect {
  const file = url.slice("file:".length);
  if (isReadOnly) return new Dialect({ main: openToRead(file) });
  if (file === ":memory:") return new Dialect({ main: openSqliteConnection(file) });
  const main = openSqliteConnection(file);
  const reader = openSqliteConnection(file);
  reader.pragma("query_only = ON");
  return new Dialect({ main, reader, files: new DatabaseFiles(file) });
}

/** Opens a copy in memory of a database, which tests start from. @param bytes the database's file, not in WAL mode */
export const sqliteMemoryDialect = (bytes: Buffer): SqliteDialect => new Dialect({ main: openSqliteConnection(bytes) });
