import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { BATCH } from "#lib/server/housekeeping/batches";
import { PARTS, postsIn } from "./post-parts.ts";

/** How long the row of a deleted account stays without posts: longer than a request that is creating one, in milliseconds. */
const FORMER_RETENTION_MS = 24 * 60 * 60 * 1000;

/** Deletes up to BATCH rows of deleted accounts that no post shows any more, transferred or purged as they were. @returns how many */
export async function deleteFormerAccounts(db: Database, now: number): Promise<number> {
  const unused = db
    .selectFrom("accounts")
    .select("id")
    .where("deleted_at", "<=", now - FORMER_RETENTION_MS)
    .where((eb) =>
      eb.and(
        PARTS.map((part) =>
          eb.not(eb.exists(postsIn(db, part).where("author_id", "=", sql<string>`${sql.ref("accounts.id")}`))),
        ),
      ),
    )
    .limit(BATCH);
  const { numDeletedRows } = await db.deleteFrom("accounts").where("id", "in", unused).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
