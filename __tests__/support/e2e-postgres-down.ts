import deletePrepared from "./e2e-down.ts";
import stopPostgres from "./postgres-down.ts";

/** Stops what the end-to-end tests on PostgreSQL, and the long ones, have started. */
export default async function down(): Promise<void> {
  await deletePrepared();
  await stopPostgres();
}
