import { realpathSync } from "node:fs";
import { sqliteFile } from "#lib/server/db/connection-string";
import { CopyRefused } from "./refusal.ts";

/** Normalizes a connection string, so that spellings of the same database compare equal. Does not connect. */
function normalized(url: string): string {
  const file = sqliteFile(url);
  if (file !== undefined) {
    try {
      return realpathSync(file);
    } catch {
      return file;
    }
  }
  const { hostname, pathname, port } = new URL(url);
  return `${hostname === "localhost" ? "127.0.0.1" : hostname}:${port || "5432"}${pathname}`;
}

/** @throws {CopyRefused} if the connection strings name the same database, or one in memory */
export function requireTwoDatabases(from: string, to: string): void {
  if ([from, to].some((url) => sqliteFile(url) === ":memory:")) {
    throw new CopyRefused("a database in memory is gone when the command ends");
  }
  if (normalized(from) === normalized(to)) throw new CopyRefused("the source and the target are the same database");
}
