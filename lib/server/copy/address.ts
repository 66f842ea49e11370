import { realpathSync } from "node:fs";
import { sqliteFile } from "#lib/server/db/connection-string";
import { CopyRefused } from "./refusal.ts";

/** The same for all spellings of an address, as far as can be told without asking there. */
function place(url: string): string {
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

/** @throws {CopyRefused} where the addresses cannot be those of a copy's two ends */
export function requireTwoPlaces(from: string, to: string): void {
  if ([from, to].some((url) => sqliteFile(url) === ":memory:")) {
    throw new CopyRefused("a database in memory is gone when the command ends");
  }
  if (place(from) === place(to)) throw new CopyRefused("the source and the target are the same database");
}
