import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { openDatabase } from "./open.ts";
import type { Database } from "./tables.ts";

/** Next loads modules once for pages, once for API routes and once for instrumentation: the handle is global to the process. */
const shared = globalThis as { octavoDatabase?: Promise<Database> | undefined };

/** Lazy-loads the code that saves posts, which a process that only reads does not need. */
async function fill(db: Database): Promise<void> {
  const { createSamplePosts } = await import("#lib/server/posts/sample-posts");
  await createSamplePosts(db);
}

async function open(): Promise<Database> {
  const { DATABASE_URL, SAMPLE_POSTS } = env();
  const { db, isNew } = await openDatabase(DATABASE_URL, SAMPLE_POSTS ? fill : undefined);
  log.info({ isNew }, "database open");
  return db;
}

/** This process's database, opened and migrated on first use. Opening that failed is retried by the next call. */
export function database(): Promise<Database> {
  shared.octavoDatabase ??= open().catch((error: unknown) => {
    shared.octavoDatabase = undefined;
    throw error;
  });
  return shared.octavoDatabase;
}

/** Makes `db` this process's database, for tests. */
export function useDatabase(db: Database): void {
  shared.octavoDatabase = Promise.resolve(db);
}

/** Closes the database, where it is open. */
export async function closeDatabase(): Promise<void> {
  const open = shared.octavoDatabase;
  shared.octavoDatabase = undefined;
  if (open) await (await open).destroy();
}
