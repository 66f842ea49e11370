import { execFileSync } from "node:child_process";
import path from "node:path";
import { makeDatabaseFolder } from "./database-folder.ts";
import { makeRunFolder } from "./run-folder.ts";

const shared = globalThis as { octavoTestSqlite?: string };

/** Migrates the SQLite database that those of all tests are copies of. */
export default function up(): void {
  makeRunFolder();
  if (shared.octavoTestSqlite) return;
  const folder = makeDatabaseFolder();
  shared.octavoTestSqlite = folder;
  process.env.TEST_SQLITE_FILE = path.join(folder, "octavo.db");
  const program = "__tests__/support/programs/migrate.ts";
  execFileSync(process.execPath, [program, "file::memory:", process.env.TEST_SQLITE_FILE], { stdio: "inherit" });
}
