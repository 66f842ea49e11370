import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Postgres } from "./start-postgres.ts";

/**
 * Starts a PostgreSQL for a single test, which may stop it or break it. It runs in a process of its own: its package is an ES module that Jest
 * does not load.
 */
export async function ownPostgres(flags: string[] = []): Promise<Postgres> {
  const program = path.resolve("__tests__/support/programs/postgres.ts");
  const child = fork(program, flags, { execArgv: [], env: { ...process.env, NODE_OPTIONS: "" } });
  const heard = async () => (await once(child, "message"))[0] as unknown;
  const tell = async (order: unknown) => {
    const done = heard();
    child.send(order as string);
    await done;
  };
  const { port, url } = (await heard()) as { port: number; url: string };
  return {
    port,
    url: (database) => url + database,
    createDatabase: (name) => tell({ create: name }),
    start: () => tell("start"),
    stop: () => tell("stop"),
    becomeStandby: () => tell("becomeStandby"),
    async discard() {
      await tell("discard");
      child.disconnect();
      await once(child, "exit");
    },
  };
}
