import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { engine } from "./engine.ts";

/** PostgreSQL has no limit per database: triggers raise the error of a full disk (SQLSTATE 53100). */
export const fullDisk = {
  fill: (tables: string[]) => [
    `create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
    ...tables.map(
      (table) => `create trigger full_disk after insert or update on ${table} execute function full_disk()`,
    ),
  ],
  makeRoom: () => ["drop function full_disk cascade"],
};

/** Lets a database run out of disk space, or gives it space again. */
export async function setDiskSpace(db: Database, isAvailable: boolean): Promise<void> {
  // SQLite takes a number below the current size as the current size.
  const sqlite = [`pragma max_page_count = ${isAvailable ? 1_000_000 : 1}`];
  const postgres = isAvailable ? fullDisk.makeRoom() : fullDisk.fill(["posts"]);
  for (const statement of engine === "sqlite" ? sqlite : postgres) await sql.raw(statement).execute(db);
}
