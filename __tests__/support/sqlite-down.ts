import { rmSync } from "node:fs";
import { deleteRunFolder } from "./run-folder.ts";

const shared = globalThis as { octavoTestSqlite?: string };

/** Deletes the migrated SQLite database. */
export default function down(): void {
  deleteRunFolder();
  if (shared.octavoTestSqlite) rmSync(shared.octavoTestSqlite, { recursive: true, force: true });
  // In watch mode, the next run makes another.
  delete shared.octavoTestSqlite;
}
