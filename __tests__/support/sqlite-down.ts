import { rmSync } from "node:fs";

/** Deletes the migrated SQLite database. */
export default function down(): void {
  const { octavoTestSqlite } = globalThis as { octavoTestSqlite?: string };
  if (octavoTestSqlite) rmSync(octavoTestSqlite, { recursive: true, force: true });
}
