import type { Database } from "#lib/server/db/tables";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { wherePublic } from "#lib/server/posts/rules";
import { PAGE_MAX, type PageQuery } from "#lib/shared/params";
import { fitContents } from "./list.ts";

const LIST = "legacy";

/** Checks the cursor before a 304 is sent. @throws {Problem} 400 where `after` is not a cursor of this list */
export async function requireLegacyCursor(db: Database, { after }: PageQuery): Promise<void> {
  await parseCursor(db, LIST, after);
}

/** The first contract's list: public posts, oldest first. */
export async function listLegacyPosts(db: Database, { after, limit = PAGE_MAX }: PageQuery, now = Date.now()) {
  const [lastId = 0] = (await parseCursor(db, LIST, after)) ?? [];
  const rows = await db
    .selectFrom("posts")
    .select(["id", "title", "content"])
    .where((eb) => wherePublic(eb, now))
    .where("id", ">", Number(lastId))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const { page, last } = takePage(rows, limit, fitContents);
  return { posts: page, next: await nextCursor(db, LIST, last && [last.id]) };
}
