import stopPostgres from "./postgres-down.ts";
import deleteSqlite from "./sqlite-down.ts";

/** Stops what the end-to-end tests on PostgreSQL, and the long ones, have started. */
export default async function down(): Promise<void> {
  deleteSqlite();
  await stopPostgres();
}
