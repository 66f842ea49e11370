import type { Database } from "#lib/server/db/tables";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { toLegacyPost } from "#lib/server/posts/row";
import { wherePublic } from "#lib/server/posts/rules";
import { PAGE_MAX, type PageQuery } from "#lib/shared/params";
import { contentBytes, fitItems, readableCount } from "./page-size.ts";

const LIST = "legacy";

/** Checks the cursor before a 304 is sent. @throws {Problem} 400 where `after` is not a cursor of this list */
export async function requireLegacyCursor(db: Database, { after }: PageQuery): Promise<void> {
  await parseCursor(db, LIST, after);
}

/** The first contract's list: public posts, oldest first. */
export async function listLegacyPosts(db: Database, { after, limit = PAGE_MAX }: PageQuery, now = Date.now()) {
  const [lastId = 0] = (await parseCursor(db, LIST, after)) ?? [];
  const list = db
    .selectFrom("posts")
    .where((eb) => wherePublic(eb, now))
    .where("id", ">", Number(lastId))
    .orderBy("id");
  const readable = await readableCount(() => list.select(contentBytes).limit(limit), limit);
  const rows = await list
    .select(["id", "title", "content"])
    .limit(readable + 1)
    .execute();
  const { page, last } = takePage(rows, readable, (page) => fitItems(page, toLegacyPost));
  return { posts: page, next: await nextCursor(db, LIST, last && [last.id]) };
}
