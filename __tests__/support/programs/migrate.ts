// Migrates the database of the given connection string. A second argument names a file that gets a copy, of SQLite only.
import { sql } from "kysely";
import { openDatabase } from "#lib/server/db/open";

const [, , url, file] = process.argv;
const { db } = await openDatabase(String(url));
if (file) await sql`vacuum into ${file}`.execute(db);
await db.destroy();
