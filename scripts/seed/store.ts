import { setImmediate } from "node:timers/promises";
import type { Selectable } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction, PostsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { revisionRow } from "#lib/server/posts/columns";
import { indexPosts } from "#lib/server/posts/index-posts";
import { updateCounters } from "#lib/server/posts/list/counts";
import { parseTags } from "#lib/server/posts/row";
import { tagRows } from "#lib/server/posts/tags";
import { resolveTags } from "#lib/server/tags/resolve";
import { freeAuthorSlug } from "#lib/server/users/slug";
import { AUTHORS, postAt } from "./posts.ts";

/** Posts per INSERT: SQLite allows 32,766 bind parameters per statement, enough for their tags. */
const ROWS = 500;
/** Posts per transaction. */
const BATCH = 5_000;

type Watch = { onPosts(created: number): void; signal: AbortSignal };

/** Creates the authors. The first one becomes the owner if the site has no accounts. */
async function createAuthors(db: Database): Promise<void> {
  const someone = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  await inTransaction(db, async (trx) => {
    await bumpContentVersion(trx);
    for (const [at, author] of AUTHORS.entries()) {
      const role = at === 0 && !someone ? "owner" : author.role;
      await trx
        .insertInto("accounts")
        .values({ ...author, role, slug: await freeAuthorSlug(trx, author.name) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}

/** Stores posts with everything that saving them would, except renderings, which are stored on first read. */
async function store(trx: DatabaseTransaction, posts: Selectable<PostsTable>[]): Promise<void> {
  await trx.insertInto("posts").values(posts).execute();
  await trx.insertInto("revisions").values(posts.map(revisionRow)).execute();
  const tags = posts.flatMap(tagRows);
  await resolveTags(trx, posts.flatMap(parseTags));
  if (tags.length > 0) await trx.insertInto("post_tags").values(tags).execute();
  await indexPosts(trx, posts);
}

/**
 * Creates `count` posts in a database without posts. Each transaction leaves the database consistent, so that it is usable
 * after `signal` stops the work.
 * @param seed the same seed gives the same posts
 * @returns how many were created
 */
export async function seedPosts(db: Database, count: number, seed: number, watch: Watch): Promise<number> {
  const { bulkLoader } = getEngine(db);
  await bulkLoader.prepareImport(db);
  await createAuthors(db);
  const now = Date.now();
  const before = await inTransaction(db, async (trx) => {
    const last = await bulkLoader.lastKey(trx, "posts");
    // Posts that are created concurrently get later ids.
    await bulkLoader.setLastKey(trx, "posts", last + count);
    return last;
  });
  let created = 0;
  while (created < count && !watch.signal.aborted) {
    const end = Math.min(count, created + BATCH);
    await inTransaction(db, async (trx) => {
      const all: Selectable<PostsTable>[] = [];
      while (created + all.length < end) {
        const from = created + all.length;
        const posts = Array.from({ length: Math.min(ROWS, end - from) }, (_, at) => {
          const n = from + at + 1;
          return { id: before + n, ...postAt(n, count, seed, now) };
        });
        await store(trx, posts);
        all.push(...posts);
        // SQLite blocks the event loop: yield, so that signals are handled.
        await setImmediate();
        watch.onPosts(from + posts.length);
      }
      await bumpContentVersion(trx);
      await updateCounters(trx, [], all);
    });
    created = end;
  }
  await bulkLoader.analyze(db);
  return created;
}
