import type { Database } from "#lib/server/db/tables";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { NumericId, PAGE_MAX, type PageQuery } from "#lib/shared/params";

/** A page of a post's revisions, newest first. */
export async function listRevisions(db: Database, postId: number, { after, limit = PAGE_MAX }: PageQuery) {
  const list = `revisions ${postId}`;
  const position = await parseCursor(db, list, after);
  const rows = await db
    .selectFrom("revisions")
    .selectAll()
    .where("post_id", "=", postId)
    .$if(position !== undefined, (query) => query.where("version", "<", Number(position?.[0])))
    .orderBy("version", "desc")
    .limit(limit + 1)
    .execute();
  const { page, last } = takePage(rows, limit);
  return { revisions: page, next: await nextCursor(db, list, last && [last.version]) };
}

/** Loads a revision of a post. @throws {Problem} 404 where there is none with this version */
export async function requireRevision(db: Database, postId: number, version: unknown) {
  const parsed = NumericId.safeParse(version);
  const revision = parsed.success
    ? await db
        .selectFrom("revisions")
        .selectAll()
        .where("post_id", "=", postId)
        .where("version", "=", Number(parsed.data))
        .executeTakeFirst()
    : undefined;
  if (revision) return revision;
  throw new Problem("not-found", { title: "Revision not found" });
}
