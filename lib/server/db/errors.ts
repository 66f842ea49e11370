/** SQLite's result codes for a database that is temporarily unavailable: locked, full, unreadable, unwritable or corrupt. */
const SQLITE_AWAY = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL|CORRUPT|NOTADB)/;

/**
 * PostgreSQL's codes (SQLSTATE) for the same: connection lost (08), out of disk, memory or connections (53), shutting
 * down or starting (57P), statement timeout (57014), I/O error or corruption (58, XX001, XX002), a lock that another
 * transaction holds (40001, 40P01, 55P03), idle for too long in a transaction (25P03, 25P04), a read-only standby (25006), a role without the privilege (42501).
 */
const POSTGRES_AWAY = /^(08...|53...|57P0.|57014|58...|XX00[12]|40001|40P01|55P03|25P0[34]|25006|42501)$/;

/** Of these, the codes of failed writes after which the next one fails too: full disk, read-only, no privilege, corruption. */
const WRITE_FAILURE = /^(SQLITE_(FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB).*|53100|58...|XX00[12]|25006|42501)$/;

/** Of these, the codes that concern writes only. */
const READ_ONLY = /^(SQLITE_(FULL|READONLY).*|53100|25006|42501)$/;

/** A connection that the server or the network terminated: codes of PostgreSQL and of the operating system. */
const TERMINATED = /^(57P0[12]|0800[036]|ECONNRESET|ECONNABORTED|EPIPE)$/;
/** The same as messages of node-postgres, which have no code. */
const DRIVER_TERMINATED =
  /^(Connection terminated( unexpectedly)?$|Client has encountered a connection error|Client was closed)/;

/** Codes of the operating system for a server that cannot be reached. */
const NETWORK_AWAY =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;

/** Messages of node-postgres, without a code, for a timeout or a lost connection. */
const DRIVER_AWAY =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

function textOf(error: unknown, name: "code" | "message"): string {
  const value = typeof error === "object" && error !== null ? (error as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** Whether a row has the value of a unique column already. */
export const isUniqueViolation = (error: unknown): boolean =>
  /^(SQLITE_CONSTRAINT_UNIQUE|23505)$/.test(textOf(error, "code"));

/** Whether another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return textOf(error, "code").startsWith("SQLITE_BUSY");
}

/** Whether the next write will fail as well. */
export function isWriteFailure(error: unknown): boolean {
  return WRITE_FAILURE.test(textOf(error, "code"));
}

/** Whether writes fail while reads may succeed. */
export function isReadOnly(error: unknown): boolean {
  return READ_ONLY.test(textOf(error, "code"));
}

/** Whether the connection was terminated: a retry on another one may succeed. */
export function isTerminated(error: unknown): boolean {
  const code = textOf(error, "code");
  return code === "" ? DRIVER_TERMINATED.test(textOf(error, "message")) : TERMINATED.test(code);
}

/** Whether PostgreSQL grants no further connection (SQLSTATE 53300). */
export function isTooManyConnections(error: unknown): boolean {
  return textOf(error, "code") === "53300";
}

/** Whether a prepared statement returns other columns than before: another version of Octavo has migrated the database. */
export function isStalePlan(error: unknown): boolean {
  return textOf(error, "message") === "cached plan must not change result type";
}

/** Whether this process has no file descriptor left: a retry may succeed. */
export function isOutOfFiles(error: unknown): boolean {
  // Node's module loader has no code for it, and a worker thread one of its own.
  return (
    /^E[MN]FILE$/.test(textOf(error, "code")) ||
    /: too many open files|initialization failure: E[MN]FILE/i.test(textOf(error, "message"))
  );
}

/** Whether the database is unavailable, as opposed to a bug in a query. */
export function isUnavailable(error: unknown): boolean {
  const code = textOf(error, "code");
  // A new connection prepares the statement again.
  if (isStalePlan(error) || isOutOfFiles(error)) return true;
  if (code === "") return DRIVER_AWAY.test(textOf(error, "message"));
  return SQLITE_AWAY.test(code) || POSTGRES_AWAY.test(code) || NETWORK_AWAY.test(code);
}

/** Retry-After, in seconds, while the database is unavailable. */
export const RETRY_AFTER = "2";
