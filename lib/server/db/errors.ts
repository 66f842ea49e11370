/** SQLite's result codes for a database that cannot be used just now: locked, full, unreadable, unwritable or corrupt. */
const SQLITE_AWAY = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL|CORRUPT|NOTADB)/;

/**
 * PostgreSQL's codes (SQLSTATE) for the same: connection lost (08), out of disk, memory or connections (53), shutting
 * down or starting (57P), cancelled for taking too long (57014), trouble with its own files (58, XX001, XX002), a lock
 * that another transaction holds (40001, 40P01, 55P03), idle for too long in a transaction (25P03, 25P04), a standby
 * that takes no writes (25006), a role without the privilege (42501).
 */
const POSTGRES_AWAY = /^(08...|53...|57P0.|57014|58...|XX00[12]|40001|40P01|55P03|25P0[34]|25006|42501)$/;

/** Among them, those of a write that fail the next one too: full disk, read-only, no privilege, corruption. */
const WRITE_FAILURE = /^(SQLITE_(FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB).*|53100|58...|XX00[12]|25006|42501)$/;

/** Among those, what no read fails with where reads are possible at all. */
const READ_ONLY = /^(SQLITE_(FULL|READONLY).*|53100|25006|42501)$/;

/** A connection that the server or the network ended: PostgreSQL's codes, and the operating system's. */
const TERMINATED = /^(57P0[12]|0800[036]|ECONNRESET|ECONNABORTED|EPIPE)$/;
/** The same in the words of node-postgres, which gives no code. */
const DRIVER_TERMINATED =
  /^(Connection terminated( unexpectedly)?$|Client has encountered a connection error|Client was closed)/;

/** What the operating system says of a server that is not there. */
const NETWORK_AWAY =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;

/** What node-postgres says, without a code, when it has waited long enough or the line was cut. */
const DRIVER_AWAY =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

function textOf(error: unknown, name: "code" | "message"): string {
  const value = typeof error === "object" && error !== null ? (error as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** Whether an error says that another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return textOf(error, "code").startsWith("SQLITE_BUSY");
}

/** Whether an error says that the next write will fail as well. */
export function isWriteFailure(error: unknown): boolean {
  return WRITE_FAILURE.test(textOf(error, "code"));
}

/** Whether an error says that nothing can be written, and nothing of reads. */
export function isReadOnly(error: unknown): boolean {
  return READ_ONLY.test(textOf(error, "code"));
}

/** Whether an error says that the connection was ended: the same may succeed on another one. */
export function isTerminated(error: unknown): boolean {
  const code = textOf(error, "code");
  return code === "" ? DRIVER_TERMINATED.test(textOf(error, "message")) : TERMINATED.test(code);
}

/** Whether PostgreSQL grants no further connection (SQLSTATE 53300). */
export function isTooManyConnections(error: unknown): boolean {
  return textOf(error, "code") === "53300";
}

/** Whether a prepared statement gives other columns than it used to: another version of Octavo has migrated the database. */
export function isStalePlan(error: unknown): boolean {
  return textOf(error, "message") === "cached plan must not change result type";
}

/** Whether an error says that this process has no file descriptor left: the next attempt may succeed. */
export function isOutOfFiles(error: unknown): boolean {
  // Node's module loader has no code for it, and a worker thread one of its own.
  return (
    /^E[MN]FILE$/.test(textOf(error, "code")) ||
    /: too many open files|initialization failure: E[MN]FILE/i.test(textOf(error, "message"))
  );
}

/** Whether an error says that the database is away, rather than that a query is wrong. */
export function isUnavailable(error: unknown): boolean {
  const code = textOf(error, "code");
  // The next connection prepares it anew.
  if (isStalePlan(error) || isOutOfFiles(error)) return true;
  if (code === "") return DRIVER_AWAY.test(textOf(error, "message"));
  return SQLITE_AWAY.test(code) || POSTGRES_AWAY.test(code) || NETWORK_AWAY.test(code);
}

/** In how many seconds it is worth asking again while the database is away (Retry-After). */
export const RETRY_AFTER = "2";
