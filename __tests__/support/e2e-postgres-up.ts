import build from "./build.ts";
import startPostgres from "./postgres-up.ts";

/** What the end-to-end suite on PostgreSQL needs: the build, and a PostgreSQL. */
export default async function up(): Promise<void> {
  build();
  await startPostgres();
}
