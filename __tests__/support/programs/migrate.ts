// Migrates the database of the given connection string.
import { openDatabase } from "#lib/server/db/open";

const { db } = await openDatabase(String(process.argv[2]));
await db.destroy();
