import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { PARTS, postsIn } from "./post-parts.ts";

/** How long the row of a deleted account stays without posts: longer than a request that is creating one, in milliseconds. */
const ROW_KEPT_MS = 24 * 60 * 60 * 1000;

/** Deletes the rows of deleted accounts that no post shows any more, transferred or purged as they were. */
export async function deleteFormerAccounts(db: Database, now = Date.now()): Promise<void> {
  await db
    .deleteFrom("accounts")
    .where("deleted_at", "<=", now - ROW_KEPT_MS)
    .where((eb) =>
      eb.and(
        PARTS.map((part) =>
          eb.not(eb.exists(postsIn(db, part).where("author_id", "=", sql<string>`${sql.ref("accounts.id")}`))),
        ),
      ),
    )
    .execute();
}
