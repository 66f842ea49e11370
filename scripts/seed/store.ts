import { setImmediate } from "node:timers/promises";
import type { Selectable } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction, PostsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { revisionRow } from "#lib/server/posts/columns";
import { indexPosts } from "#lib/server/posts/index-posts";
import { updateCounters } from "#lib/server/posts/list/counts";
import { tagRows } from "#lib/server/posts/tags";
import { AUTHORS, postAt } from "./posts.ts";

/** SQLite takes 32,766 parameters in a statement: enough for the tags of so many posts. */
const ROWS = 500;
/** Posts in a transaction. */
const BATCH = 5_000;

type Watch = { onPosts(made: number): void; signal: AbortSignal };

/** Authors to write the posts. Where nobody owns the site yet, the first of them does. */
async function makeAuthors(db: Database): Promise<void> {
  const someone = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  const rows = AUTHORS.map((author, at) => (at === 0 && !someone ? { ...author, role: "owner" as const } : author));
  await db
    .insertInto("accounts")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Stores posts as saving them one by one would, but for their renderings, which the first reader makes. */
async function store(trx: DatabaseTransaction, posts: Selectable<PostsTable>[]): Promise<void> {
  await trx.insertInto("posts").values(posts).execute();
  await trx.insertInto("revisions").values(posts.map(revisionRow)).execute();
  const tags = posts.flatMap(tagRows);
  if (tags.length > 0) await trx.insertInto("post_tags").values(tags).execute();
  await indexPosts(trx, posts);
}

/**
 * Makes `count` posts in a database without posts. Each transaction leaves everything in order, so that what was made
 * until `signal` ends it can be used.
 * @param seed the same number makes the same posts
 * @returns how many were made
 */
export async function seedPosts(db: Database, count: number, seed: number, watch: Watch): Promise<number> {
  const { bulkLoader } = getEngine(db);
  await bulkLoader.prepareImport(db);
  await makeAuthors(db);
  const now = Date.now();
  const before = await inTransaction(db, async (trx) => {
    const last = await bulkLoader.lastKey(trx, "posts");
    // Posts that others make meanwhile come behind.
    await bulkLoader.setLastKey(trx, "posts", last + count);
    return last;
  });
  let made = 0;
  while (made < count && !watch.signal.aborted) {
    const end = Math.min(count, made + BATCH);
    await inTransaction(db, async (trx) => {
      const all: Selectable<PostsTable>[] = [];
      while (made + all.length < end) {
        const from = made + all.length;
        const posts = Array.from({ length: Math.min(ROWS, end - from) }, (_, at) => {
          const n = from + at + 1;
          return { id: before + n, ...postAt(n, count, seed, now) };
        });
        await store(trx, posts);
        all.push(...posts);
        // SQLite never waits: this lets the program notice that it is to stop.
        await setImmediate();
        watch.onPosts(from + posts.length);
      }
      await bumpContentVersion(trx);
      await updateCounters(trx, [], all);
    });
    made = end;
  }
  await bulkLoader.analyze(db);
  return made;
}
