/** SQLite's result codes for a database that cannot be used just now: locked, full, unreadable or unwritable. */
const SQLITE_AWAY = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL)/;

/** Whether an error says that the database is away, rather than that a query is wrong. */
export function isUnavailable(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && SQLITE_AWAY.test(code);
}
