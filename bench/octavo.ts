import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { connect } from "#lib/server/db/open";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { type Server, start } from "./server.ts";

export const API_KEY = "the-key-of-the-benchmark";
export const AUTHORIZED = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };

/**
 * Starts Octavo as `npm start` does, with its default settings except for the rate limit of writes, which are counted but never
 * refused.
 */
export function startOctavo(name: string, databaseUrl: string, settings: Record<string, string> = {}): Promise<Server> {
  return start(name, {
    command: () => ["--import", "./start/require-node.js", "--import", "./start/compile-cache.js", "server.ts"],
    environment: {
      DATABASE_URL: databaseUrl,
      HOST: "127.0.0.1",
      SITE_URL: "",
      API_KEY,
      WRITE_LIMIT: "999999",
      SEARCH_LIMIT: "0",
      STOP_DELAY: "0",
      ...settings,
    },
    firstPath: "/api/posts?limit=10",
    isWide: Number(settings.WORKERS) > 1,
  });
}

/** A realistic post; each number gives another one. */
export const draft = (number: number) => ({
  title: `What the margin is for, part ${number}`,
  content: `A wide margin is not *wasted* paper. It is where the thumb rests, where a date may hang, and where the reader answers
back to page ${number}.

## What the fold decides

- which way the grain of the paper runs
- where the [watermark](https://example.org/watermark) ends up, if there is one
- how far a page stands from its neighbour

> A book is a machine for keeping pages in order.

What is left is to cut the edges, and that the reader used to do with a knife. ${"Fold a sheet once and it is a folio, twice a quarto, three times an octavo. ".repeat(4)}`,
  tags: ["books", number % 2 ? "craft" : "typography"],
});

export async function fill(server: Server, posts: number): Promise<void> {
  for (let number = 1; number <= posts; number++) {
    const init = { method: "POST", headers: AUTHORIZED, body: JSON.stringify(draft(number)) };
    const { status } = await fetch(`${server.url}/api/posts`, init);
    if (status !== 201) throw new Error(`a post was refused with status ${status}`);
  }
}

/** Another process that bumps the content version. */
export type Writer = {
  /** Called before each request; writes where the engine allows it synchronously. */
  touch(): void;
  close(): Promise<void>;
};

/** Writes before each request, so that each sees another version. */
function sqliteWriter(file: string): Writer {
  const connection = new BetterSqlite(file);
  connection.pragma("synchronous = OFF");
  const change = connection.prepare("update content_version set number = number + 1");
  return {
    touch: () => void change.run(),
    async close() {
      connection.close();
    },
  };
}

/** Writes continuously. */
async function postgresWriter(url: string): Promise<Writer> {
  const db = await connect(url, "fill");
  await sql`set synchronous_commit = off`.execute(db);
  let isOpen = true;
  const writing = (async () => {
    // Without a transaction: its statements need not be atomic here.
    while (isOpen) await bumpContentVersion(db as DatabaseTransaction);
  })();
  return {
    touch() {},
    async close() {
      isOpen = false;
      await writing;
      await db.destroy();
    },
  };
}

export async function startWriter(databaseUrl: string): Promise<Writer> {
  return databaseUrl.startsWith("file:")
    ? sqliteWriter(databaseUrl.slice("file:".length))
    : postgresWriter(databaseUrl);
}
