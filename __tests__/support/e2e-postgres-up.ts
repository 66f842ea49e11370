import build from "./build.ts";
import startPostgres from "./postgres-up.ts";

/** Prepares the end-to-end tests on PostgreSQL: builds, and starts PostgreSQL. */
export default async function up(): Promise<void> {
  build();
  await startPostgres();
}
