// Brings the database at the address given up to date.
import { openDatabase } from "#lib/server/db/open";

const { db } = await openDatabase(String(process.argv[2]));
await db.destroy();
