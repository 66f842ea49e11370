import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startPostgres } from "#support/start-postgres";
import { folder } from "./server.ts";

/** Creates databases, each under its own name. */
export type Engine = {
  name: string;
  newDatabase(name: string): Promise<string>;
  /** Creates and fills a database; where databases are kept, one that was filled before is used again. */
  filledDatabase(name: string, fill: (url: string) => Promise<void>): Promise<string>;
  stop(): Promise<void>;
};

type Databases = Pick<Engine, "name" | "stop"> & { url(name: string): string; create(name: string): Promise<void> };

function toEngine({ create, name: engine, stop, url }: Databases, kept?: string): Engine {
  async function newDatabase(name: string): Promise<string> {
    await create(name);
    return url(name);
  }
  async function filledDatabase(name: string, fill: (url: string) => Promise<void>): Promise<string> {
    const mark = kept && path.join(kept, `${engine}-${name}-is-filled`);
    if (mark && existsSync(mark)) return url(name);
    await fill(await newDatabase(name));
    if (mark) writeFileSync(mark, "");
    return url(name);
  }
  return { name: engine, newDatabase, filledDatabase, stop };
}

/** @param kept a folder in which databases stay; without it they are removed at the end */
export const ENGINES: Record<string, (kept?: string) => Promise<Engine>> = {
  async sqlite(kept) {
    const url = (name: string) => `file:${path.join(kept ?? folder, `${name}.db`)}`;
    return toEngine({ name: "SQLite", url, async create() {}, async stop() {} }, kept);
  },
  /** With its default settings: commits are durable. */
  async postgres(kept) {
    const { createDatabase: create, discard: stop, url } = await startPostgres([], kept);
    return toEngine({ name: "PostgreSQL", url, create, stop }, kept);
  },
};
