import { getEngine } from "#lib/server/db/engine";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import type { OptionalRun } from "#lib/server/housekeeping/batches";
import { log } from "#lib/server/log";
import type { Viewer } from "#lib/server/viewer";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { requireTrashedPost } from "./read.ts";
import type { TrashedRow } from "./row.ts";

/** Revisions per transaction, so that other writes do not wait long. A text has at most 250,000 characters. */
export const PURGE_BATCH = 50;
/** `trashed_at` of a post that is purged before its time: the trash holds no post that was deleted so long ago. */
const LONG_AGO = 0;

type Options = {
  /** Throws where the post does not match the request's If-Match. */
  precondition?: (current: TrashedRow) => void;
  /** The present time, in milliseconds since 1970. */
  now?: number;
};

/** Posts deleted before this time, in milliseconds since 1970, are not in the trash any more. */
const expiry = (now: number) => now - TRASH_RETENTION_MS;

const nextExpired = compiledQuery((db, { before }: { before: number }) =>
  db.selectFrom("posts").select("id").where("trashed_at", "<=", before).orderBy("trashed_at").limit(1),
);

/** Deletes up to PURGE_BATCH revisions of a post. @returns whether there may be more */
async function deleteRevisions(trx: DatabaseTransaction, id: number): Promise<boolean> {
  const versions = trx.selectFrom("revisions").select("version").where("post_id", "=", id).limit(PURGE_BATCH);
  const revisions = await trx
    .deleteFrom("revisions")
    .where("post_id", "=", id)
    .where("version", "in", versions)
    .executeTakeFirstOrThrow();
  return Number(revisions.numDeletedRows) === PURGE_BATCH;
}

/**
 * Deletes the next part of an expired post with all that belongs to it; its row comes last. Autosaves stay: they hold words that are
 * in no post. Nobody can restore such a post, so
 * that nobody sees it in part. Public content and counters do not change.
 * @returns `absent` where another process has deleted it
 */
async function purgePart(trx: DatabaseTransaction, id: number, now: number): Promise<"partly" | "whole" | "absent"> {
  const expired = await trx
    .selectFrom("posts")
    .select("id")
    .where("id", "=", id)
    .where("trashed_at", "<=", expiry(now))
    .modifyEnd(getEngine(trx).rowLock)
    .executeTakeFirst();
  if (!expired) return "absent";
  if (await deleteRevisions(trx, id)) return "partly";
  await getEngine(trx).search.remove(trx, id);
  // Tags, renderings and redirects go with it (on delete cascade).
  await trx.deleteFrom("posts").where("id", "=", id).execute();
  return "whole";
}

/**
 * Purges a post in the trash before its time. It is gone once the first transaction commits; if the process ends before all of
 * it is deleted, the automatic purge deletes the rest.
 * @throws {Problem} 404; and the errors of the precondition
 */
export async function purgePost(
  db: Database,
  id: unknown,
  viewer: Viewer,
  { precondition, now = Date.now() }: Options = {},
): Promise<void> {
  const first = await inTransaction(db, async (trx) => {
    const post = await requireTrashedPost(trx, id, viewer, now);
    precondition?.(post);
    await trx.updateTable("posts").set({ trashed_at: LONG_AGO }).where("id", "=", post.id).execute();
    return { id: post.id, deleted: await purgePart(trx, post.id, now) };
  });
  log.info({ event: "post-purged", post: String(first.id), by: viewer.id }, "a post was deleted from the trash");
  let { deleted } = first;
  while (deleted === "partly") deleted = await inTransaction(db, (trx) => purgePart(trx, first.id, now));
}

/**
 * Purges the posts that were deleted TRASH_RETENTION_MS ago or longer, part by part. Several processes may do so at the same time.
 * @returns how many posts
 */
export async function purgeExpired(
  db: Database,
  { shouldContinue = async () => true, now = Date.now() }: OptionalRun = {},
): Promise<number> {
  let count = 0;
  for (;;) {
    const [expired] = await nextExpired(db, { before: expiry(now) });
    if (!expired) return count;
    const deleted = await inTransaction(db, (trx) => purgePart(trx, expired.id, now));
    if (deleted === "whole") {
      count++;
      log.info({ event: "post-purged", post: String(expired.id), by: null }, "a post expired in the trash");
    }
    if (!(await shouldContinue())) return count;
  }
}
