import { statSync } from "node:fs";
import path from "node:path";
import { sqliteFile, withoutPassword } from "./connection-string.ts";

/** An error code and message. */
type Cause = { code: string; message: string };

/** A host with several IP addresses fails with one error for each; the first is reported. */
function causeOf(error: unknown): Cause {
  const { code, errors, message } = error as { code?: unknown; message?: string; errors?: unknown[] };
  if (errors?.[0] && !message) return causeOf(errors[0]);
  return { code: typeof code === "string" ? code : "", message: String(message ?? error).replace(/\s*\n\s*/g, " ") };
}

const isDirectory = (file: string) => {
  try {
    return statSync(file).isDirectory();
  } catch {
    // The error to be explained tells why stat failed.
    return false;
  }
};

/** The cause and what would be right, by the error code: Node's, SQLite's, or PostgreSQL's (SQLSTATE). */
function explainSqlite(file: string, { code, message }: Cause, at: string = path.resolve(file)): string {
  const folder = path.dirname(at);
  if (isDirectory(at)) return `${at} is a directory; must be a file, such as ${path.join(file, "octavo.db")}`;
  switch (code) {
    case "SQLITE_NOTADB":
      return `${at} is not an SQLite database; must be one, or a file that does not exist yet`;
    case "SQLITE_CORRUPT":
      return `${at} is damaged (${message}); must be restored from a backup`;
    case "SQLITE_FULL":
    case "ENOSPC":
      return `no space left on the disk of ${at}; must be freed`;
    case "EEXIST":
    case "ENOTDIR":
      return `${folder} cannot be created, a file is in its place (${code}); must be another path`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOENT":
      return `${message.replace(/^[A-Z]+: /, "")} (${code}); must be a path that Octavo may read and write`;
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) {
    return `${at} cannot be opened (${code}: ${message}); Octavo must have the right to read and write it and its folder`;
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return `${at} is locked by another program (${code}); must be free`;
  return `${at}: ${message}${code && ` (${code})`}`;
}

function explainPostgres(url: string, { code, message }: Cause): string {
  const { hostname = "", pathname = "", port = "", username = "" } = URL.parse(url) ?? {};
  const host = `${hostname || "localhost"}:${port || "5432"}`;
  const role = decodeURIComponent(username);
  switch (code) {
    case "ECONNREFUSED":
      return `nothing listens on ${host} (${code}); must be where PostgreSQL runs`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host ${hostname} cannot be found (${code}); must be a name that DNS resolves, or an IP address`;
    case "28P01":
      return `the password of the role "${role}" was refused (${code}); user name and password must be right`;
    case "3D000":
      return `there is no database "${decodeURIComponent(pathname.slice(1)) || role}" on ${host} (${code}); must be created first`;
    case "42501":
    case "3F000":
      return `${message} (${code}); the role "${role}" must own Octavo's tables and have USAGE and CREATE on their schema`;
    case "53300":
      return `${message} (${code}); max_connections must be above (DATABASE_POOL + 1) × processes`;
    case "25006":
      return `the server on ${host} is read-only (${code}); must be the primary, and not a standby`;
  }
  if (/client password must be a string/.test(message))
    return `the server on ${host} wants a password; must contain one`;
  if (/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code) || /timeout|timed? ?out/i.test(message)) {
    return `${host} does not answer (${code || message}); host, port and firewall must be right`;
  }
  return `${message}${code && ` (${code})`}`;
}

/** Thrown for a database that cannot be opened. The message is one line: connection string without password, cause, what would be right. */
export class DatabaseError extends Error {
  readonly url: string;
  /** @param cause an error of the driver, or a text with the cause and what would be right */
  constructor(url: string, cause: unknown) {
    super(`${withoutPassword(url)}: ${typeof cause === "string" ? cause : explain(url, cause)}`, { cause });
    this.url = url;
  }
}

function explain(url: string, error: unknown): string {
  const described = causeOf(error);
  if (error instanceof SchemaError) return described.message;
  const file = sqliteFile(url);
  return file === undefined ? explainPostgres(url, described) : explainSqlite(file, described);
}

/** Thrown for a database whose tables this version cannot use. The message has the cause and what would be right. */
export class SchemaError extends Error {}
