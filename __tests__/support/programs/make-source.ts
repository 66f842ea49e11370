// Creates a SQLite database with many varied posts, to copy from: node make-source.ts file:/tmp/source.db 100000
import { openDatabase } from "#lib/server/db/open";
import { fillWithVariedPosts } from "#support/varied-posts";

const [url = "", count = "1000"] = process.argv.slice(2);
const { db } = await openDatabase(url);
await fillWithVariedPosts(db, Number(count));
await db.destroy();
