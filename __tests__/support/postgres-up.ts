import { execFileSync } from "node:child_process";
import { makeRunFolder } from "./run-folder.ts";
import { type Postgres, startPostgres } from "./start-postgres.ts";

/** Flags without fsync: the data need not survive a crash. */
const FLAGS = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"];

const shared = globalThis as { octavoTestPostgres?: Postgres };

/** Starts the PostgreSQL of all Jest projects, with a migrated template database. */
export default async function up(): Promise<void> {
  makeRunFolder();
  if (shared.octavoTestPostgres) return;
  const server = await startPostgres(FLAGS);
  shared.octavoTestPostgres = server;
  process.env.TEST_POSTGRES_URL = server.url("template");
  await server.createDatabase("template");
  execFileSync(process.execPath, ["__tests__/support/programs/migrate.ts", server.url("template")], {
    stdio: "inherit",
  });
}
