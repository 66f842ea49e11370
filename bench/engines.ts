import path from "node:path";
import { startPostgres } from "#support/start-postgres";
import { folder } from "./server.ts";

/** Creates databases, each under its own name. */
export type Engine = { name: string; newDatabase(name: string): Promise<string>; stop(): Promise<void> };

export const ENGINES: Record<string, () => Promise<Engine>> = {
  sqlite: async () => ({
    name: "SQLite",
    newDatabase: async (name) => `file:${path.join(folder, `${name}.db`)}`,
    async stop() {},
  }),
  /** With its default settings: commits are durable. */
  async postgres() {
    const server = await startPostgres();
    return {
      name: "PostgreSQL",
      async newDatabase(name) {
        await server.createDatabase(name);
        return server.url(name);
      },
      stop: () => server.discard(),
    };
  },
};
