/** SQLite's result codes for a database that cannot be used just now: locked, full, unreadable or unwritable. */
const SQLITE_AWAY = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL)/;

function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** Whether an error says that another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith("SQLITE_BUSY");
}

/** Whether an error says that the database is away, rather than that a query is wrong. */
export function isUnavailable(error: unknown): boolean {
  return SQLITE_AWAY.test(codeOf(error));
}
