import type { Postgres } from "./start-postgres.ts";

/** Stops the PostgreSQL of the Jest projects. */
export default async function down(): Promise<void> {
  const { octavoTestPostgres } = globalThis as { octavoTestPostgres?: Postgres };
  await octavoTestPostgres?.discard();
}
