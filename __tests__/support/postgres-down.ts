import { deleteRunFolder } from "./run-folder.ts";
import type { Postgres } from "./start-postgres.ts";

const shared = globalThis as { octavoTestPostgres?: Postgres };

/** Stops the PostgreSQL of the Jest projects. */
export default async function down(): Promise<void> {
  deleteRunFolder();
  const server = shared.octavoTestPostgres;
  // In watch mode, the next run starts another.
  delete shared.octavoTestPostgres;
  await server?.discard();
}
