import type { Database } from "#lib/server/db/tables";
import { encodeCursor, parseCursor } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { PAGE_MAX, type PageQuery } from "#lib/shared/params";
import { PostId } from "#lib/shared/posts";

/** The saves of a post, the newest first. */
export async function listRevisions(db: Database, postId: number, { after, limit = PAGE_MAX }: PageQuery) {
  const list = `revisions ${postId}`;
  let rows = db.selectFrom("revisions").selectAll().where("post_id", "=", postId);
  if (after !== undefined) {
    const [version] = await parseCursor(db, list, after);
    rows = rows.where("version", "<", Number(version));
  }
  const found = await rows
    .orderBy("version", "desc")
    .limit(limit + 1)
    .execute();
  const revisions = found.slice(0, limit);
  const last = revisions.at(-1);
  const next = found.length > limit && last ? await encodeCursor(db, list, [last.version]) : undefined;
  return { revisions, next };
}

/** @throws {Problem} 404 where the post has no such version */
export async function requireRevision(db: Database, postId: number, version: unknown) {
  const known = PostId.safeParse(version);
  const revision = known.success
    ? await db
        .selectFrom("revisions")
        .selectAll()
        .where("post_id", "=", postId)
        .where("version", "=", Number(known.data))
        .executeTakeFirst()
    : undefined;
  if (revision) return revision;
  throw new Problem("not-found", { title: "Revision not found" });
}
