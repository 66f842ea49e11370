import { statfs } from "node:fs/promises";
import path from "node:path";
import { connectExisting, openingAt } from "#lib/server/copy/source-and-target";
import { sqliteFile } from "#lib/server/db/connection-string";
import { DatabaseError } from "#lib/server/db/database-error";
import type { Inspector } from "#lib/server/db/inspector";
import { MIGRATIONS } from "#lib/server/db/migrations/names";
import { compareMigrations } from "#lib/server/db/schema";
import { openStorage } from "#lib/server/files/files";
import type { Watch } from "#lib/server/progress";
import type { Context } from "./finding.ts";

/** The inspector of the engine, lazy-loaded. */
async function inspectorOf(url: string): Promise<Inspector> {
  const file = sqliteFile(url);
  if (file === undefined) return (await import("#lib/server/db/postgres/inspector")).postgresInspector;
  const { sqliteInspector } = await import("#lib/server/db/sqlite/inspector");
  return sqliteInspector(file === ":memory:" ? undefined : path.resolve(file));
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @throws {DatabaseError} where no migration of Octavo was ever applied */
async function requireOctavo(context: Context): Promise<void> {
  const { pending } = await compareMigrations(context.db);
  if (pending.length === MIGRATIONS.length) {
    throw new DatabaseError(context.url, "holds no Octavo database; must be one that Octavo has created");
  }
}

type Options = Pick<Context, "deletesFiles" | "filesUrl" | "url"> & { isRepair: boolean; watch: Watch };

/**
 * Opens a database of any version and the storage of its images, to examine them.
 * @param isRepair whether to open it for repairs, too
 * @throws {DatabaseError} where there is none of Octavo
 */
export async function withContext<T>(
  { deletesFiles, filesUrl, isRepair, url, watch }: Options,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  return openingAt(url, async (opened) => {
    const storage = await openStorage(filesUrl);
    const db = await connectExisting(url, isRepair ? "fill" : "read");
    try {
      const context = {
        ...watch,
        ...{ db, url, inspector: await inspectorOf(url), storage, deletesFiles, filesUrl, now: Date.now(), freeBytes },
      };
      await requireOctavo(context);
      opened();
      return await work(context);
    } finally {
      await db.destroy();
    }
  });
}
