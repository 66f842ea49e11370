import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { engine } from "./engine.ts";

/** Lets a database run out of disk space, or gives it space again. */
export async function setDiskSpace(db: Database, isAvailable: boolean): Promise<void> {
  if (engine === "sqlite") {
    const pages = isAvailable ? 1_000_000 : 1;
    // SQLite takes a number below the current size as the current size.
    await sql.raw(`pragma max_page_count = ${pages}`).execute(db);
  } else if (isAvailable) {
    await sql`drop trigger full_disk on posts`.execute(db);
    await sql`drop function full_disk`.execute(db);
  } else {
    // PostgreSQL has no limit per database: a trigger raises the error of a full disk (SQLSTATE 53100).
    await sql`
      create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(
      db,
    );
    await sql`create trigger full_disk after insert on posts execute function full_disk()`.execute(db);
  }
}
