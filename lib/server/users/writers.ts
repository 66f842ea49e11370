import { sql } from "kysely";
import type { Database } from "#lib/server/db/tables";
import { PARTS, postsIn } from "./post-parts.ts";

/** How many accounts a filter by author offers: the oldest. Further authors are reached from their posts. */
export const WRITERS_MAX = 200;

/** A person who has written a post. */
export type Writer = { id: string; name: string };

/** The accounts that have posts, of any status, by name. */
export async function listWriters(db: Database): Promise<Writer[]> {
  const oldest = db.selectFrom("accounts").select(["id", "name"]).orderBy("createdAt").orderBy("id").limit(WRITERS_MAX);
  const writers = await db
    .selectFrom(oldest.as("oldest"))
    .select(["oldest.id", "oldest.name"])
    .where((eb) =>
      eb.or(
        PARTS.map((part) => eb.exists(postsIn(db, part).where("author_id", "=", sql<string>`${sql.ref("oldest.id")}`))),
      ),
    )
    .execute();
  return writers.sort((a, b) => a.name.localeCompare(b.name, "en"));
}
