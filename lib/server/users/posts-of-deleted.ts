import { setImmediate } from "node:timers/promises";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { authorColumns } from "#lib/server/posts/author-columns";
import { updateCounters } from "#lib/server/posts/list/counts";
import type { PostRow } from "#lib/server/posts/row";
import { trashPosts } from "#lib/server/posts/write";
import { Problem } from "#lib/server/problem";
import type { UserDeletion } from "#lib/shared/users";
import { PARTS, type Part, postsIn } from "./post-parts.ts";

/** Posts per transaction, so that other writes do not wait long. */
export const BATCH = 100;

/** The next posts of an author, locked. */
function nextPosts(trx: DatabaseTransaction, author: string, part: Part): Promise<PostRow[]> {
  return postsIn(trx, part)
    .selectAll()
    .select(authorColumns)
    .where("author_id", "=", author)
    .orderBy("id")
    .limit(BATCH)
    .modifyEnd(getEngine(trx).rowLock)
    .execute();
}

/** @throws {Problem} 409 unless `to` is an active user other than `from` */
export async function requireRecipient(
  trx: DatabaseTransaction,
  from: string,
  to: string | undefined,
): Promise<string> {
  if (to === undefined) throw new Problem("validation", { fields: { to: ["to is required: who gets the posts"] } });
  const found = await trx
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", to)
    .where("id", "<>", from)
    .where("suspended_at", "is", null)
    // Not deleted before the posts are the user's.
    .modifyEnd(getEngine(trx).accountLock)
    .executeTakeFirst();
  if (!found) throw new Problem("user-unavailable");
  return to;
}

async function transferPosts(trx: DatabaseTransaction, posts: PostRow[], to: string): Promise<void> {
  const ids = posts.map(({ id }) => id);
  await trx.updateTable("posts").set({ author_id: to }).where("id", "in", ids).execute();
  await bumpContentVersion(trx, posts.length);
  const after = posts.map((post) => ({ ...post, author_id: to }));
  await updateCounters(trx, posts, after);
}

/**
 * Transfers or trashes the posts of a user, in transactions of BATCH posts: if it is interrupted, each post is consistent, and
 * deleting the user again does the rest.
 * @throws {Problem} 409 where the recipient is suspended or deleted meanwhile
 */
export async function movePosts(db: Database, author: string, { posts, to }: UserDeletion, now: number): Promise<void> {
  if (posts === "keep") return;
  for (const part of PARTS) {
    if (part === "trash" && posts === "delete") continue;
    let moved: number;
    do {
      moved = await inTransaction(db, async (trx) => {
        const recipient = posts === "transfer" ? await requireRecipient(trx, author, to) : undefined;
        const rows = await nextPosts(trx, author, part);
        if (rows.length === 0) return 0;
        if (recipient === undefined) await trashPosts(trx, rows, now);
        else await transferPosts(trx, rows, recipient);
        return rows.length;
      });
      // SQLite blocks the event loop.
      await setImmediate();
    } while (moved === BATCH);
  }
}
