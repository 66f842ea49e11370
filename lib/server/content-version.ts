import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "./db/tables.ts";

/**
 * A text that changes whenever what the public can see changes, and at no other time: a post made, changed, removed or
 * brought back moves the counter; one that falls due moves the date of the newest public post.
 */
export async function contentVersion(db: Database, now: number): Promise<string> {
  const { number, due } = await db
    .selectFrom("content_version")
    .select("number")
    .select((eb) =>
      eb
        .selectFrom("posts")
        .select(sql<number | null>`max(published_at)`.as("due"))
        .where("published_at", "<=", now)
        .where("trashed_at", "is", null)
        .as("due"),
    )
    .executeTakeFirstOrThrow();
  return `${number}.${due ?? 0}`;
}

/** Says that this transaction changes what the public can see. */
export async function moveContentVersion(trx: DatabaseTransaction): Promise<void> {
  await trx
    .updateTable("content_version")
    .set((eb) => ({ number: eb("number", "+", 1) }))
    .execute();
}
