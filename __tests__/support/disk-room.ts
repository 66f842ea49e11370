import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { engine } from "./engine.ts";

/** Takes the room from a database, or gives it back. */
export async function setRoom(db: Database, isThere: boolean): Promise<void> {
  if (engine === "sqlite") {
    const pages = isThere ? 1_000_000 : 1;
    // A number below the present size stands for the present size.
    await sql.raw(`pragma max_page_count = ${pages}`).execute(db);
  } else if (isThere) {
    await sql`drop trigger full_disk on posts`.execute(db);
    await sql`drop function full_disk`.execute(db);
  } else {
    // PostgreSQL cannot be given a small disk here: it says what it would say (SQLSTATE 53100).
    await sql`
      create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(
      db,
    );
    await sql`create trigger full_disk after insert on posts execute function full_disk()`.execute(db);
  }
}
