import prepare from "./e2e-up.ts";
import startPostgres from "./postgres-up.ts";

/** Prepares the end-to-end tests on PostgreSQL, and the long ones on both engines. */
export default async function up(): Promise<void> {
  prepare();
  await startPostgres();
}
