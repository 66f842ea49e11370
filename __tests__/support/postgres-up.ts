import { execFileSync } from "node:child_process";
import { startPostgres } from "./start-postgres.ts";

/** Its data need not outlive the tests: it does not wait for the disk. */
const FLAGS = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"];

/** Starts the PostgreSQL of the `postgres` project, with a migrated database to copy from. */
export default async function up(): Promise<void> {
  const server = await startPostgres(FLAGS);
  Object.assign(globalThis, { octavoTestPostgres: server });
  process.env.TEST_POSTGRES_URL = server.url("template");
  await server.createDatabase("template");
  execFileSync(process.execPath, ["__tests__/support/programs/migrate.ts", server.url("template")], {
    stdio: "inherit",
  });
}
