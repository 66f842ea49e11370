import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { openDatabase } from "./open.ts";
import type { Database } from "./tables.ts";

/** Next loads modules once for pages, once for API routes and once for instrumentation: the handle is the process's. */
const shared = globalThis as { octavoDatabase?: Promise<Database> | undefined };

/** What it takes to save a post is loaded where one is saved, and not by everything that only reads. */
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

/** This process's database, opened and migrated when first asked for. A failed opening is tried again by the next caller. */
export function database(): Promise<Database> {
  shared.octavoDatabase ??= open().catch((error: unknown) => {
    shared.octavoDatabase = undefined;
    throw error;
  });
  return shared.octavoDatabase;
}

/** Makes `db` this process's database: how a test brings its own. */
export function useDatabase(db: Database): void {
  shared.octavoDatabase = Promise.resolve(db);
}

/** Closes the database, if it was ever opened. */
export async function closeDatabase(): Promise<void> {
  const open = shared.octavoDatabase;
  shared.octavoDatabase = undefined;
  if (open) await (await open).destroy();
}
