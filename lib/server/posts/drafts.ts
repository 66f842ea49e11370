import type { IncomingMessage } from "node:http";
import { database } from "#lib/server/db/current";
import { originOf } from "#lib/server/origin";
import type { Viewer } from "#lib/server/viewer";
import { summariesPath } from "#lib/shared/addresses";
import { DRAFTS_LIMIT, type DraftStatus } from "#lib/shared/drafts";
import type { PostSummary } from "#lib/shared/post-summary";
import { SUMMARY_FIELDS } from "#lib/shared/post-summary";
import { Post } from "#lib/shared/posts";
import { listPosts, requireCursor } from "./list.ts";
import { toListItem } from "./list-item.ts";

const Summary = Post.pick({
  id: true,
  title: true,
  excerpt: true,
  slug: true,
  tags: true,
  status: true,
  author: true,
  publishedAt: true,
  updatedAt: true,
  readingMinutes: true,
});

type Drafts = { fallback: Record<string, PostSummary[]>; next: string | null };

/**
 * The posts of one kind that `viewer` may edit and nobody else sees, under the key that the page's hook will look for.
 * @param after the cursor of the page before
 * @throws {Problem} 400 for a cursor that is none
 */
export async function draftsOfPage(
  req: IncomingMessage,
  viewer: Viewer,
  status: DraftStatus,
  after?: string,
): Promise<Drafts> {
  const db = await database();
  const asked = { status, limit: DRAFTS_LIMIT, after };
  const query = { ...asked, fields: [...SUMMARY_FIELDS] };
  await requireCursor(db, query);
  const { posts, next } = await listPosts(db, query, viewer);
  const items = posts.map((post) => Summary.parse(toListItem(post, query, originOf(req))));
  return { fallback: { [summariesPath(asked)]: items }, next: next ?? null };
}
