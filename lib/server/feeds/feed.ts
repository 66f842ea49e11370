import type { Database } from "#lib/server/db/tables";
import { escapeHtml } from "#lib/server/escape-html";
import type { RenderContext } from "#lib/server/http/public-text";
import { listPosts } from "#lib/server/posts/list/list";
import { type PostRow, toPost } from "#lib/server/posts/row";
import { tooBusy } from "#lib/server/rendering/bounded";
import { getRendering } from "#lib/server/rendering/cache";
import { ANONYMOUS } from "#lib/server/viewer";
import { FEEDS } from "#lib/shared/feeds";
import type { FeedQuery } from "#lib/shared/post-query";
import type { Post } from "#lib/shared/posts";
import { withAbsoluteUrls } from "./absolute-urls.ts";

/** How many of the newest posts a feed holds. */
const FEED_LENGTH = 20;
/** How much HTML a feed holds, in UTF-16 units; a post beyond that is in it with its excerpt alone. */
const FEED_HTML_MAX = 1_000_000;

/** The link beside a heading that leads to it: on a page only it is of use, and quiet. */
const PART_LINK = /<a class="part-link"[^>]*>#<\/a>/g;

/** A post in a feed. */
export type Entry = Pick<Post, "title" | "url" | "excerpt" | "tags"> & {
  /** Never changes, unlike the address, which the title is part of. */
  id: string;
  author: string | null;
  html: string;
  published: Date;
  updated: Date;
};

/** What a feed says, whatever its format. */
export type FeedContent = {
  title: string;
  description: string;
  /** The addresses of the site, of this very feed, and of the list that it follows. */
  origin: string;
  self: string;
  home: string;
  updated: Date;
  entries: Entry[];
};

type Budget = { left: number };

async function toEntry(db: Database, row: PostRow, origin: string, budget: Budget): Promise<Entry> {
  const { author, excerpt, id, publishedAt, tags, title, updatedAt, url } = toPost(row, origin);
  const { html, isTemporary } = await getRendering(db, row);
  if (isTemporary) throw tooBusy();
  const isShown = html.length <= budget.left;
  if (isShown) budget.left -= html.length;
  const published = new Date(publishedAt ?? updatedAt);
  return {
    id: `${origin}/blog/${id}`,
    title,
    url,
    excerpt,
    tags,
    author: author?.name || null,
    html: isShown ? withAbsoluteUrls(html.replace(PART_LINK, ""), url) : `<p>${escapeHtml(excerpt)}</p>`,
    published,
    // A post that was scheduled is news when it appears, and not when it was saved.
    updated: new Date(Math.max(+published, Date.parse(updatedAt))),
  };
}

/** The newest public posts, as a feed has them. */
export async function feedContent(
  { changedAt, db, now, origin, title }: RenderContext,
  format: keyof typeof FEEDS,
  { tag }: FeedQuery,
): Promise<FeedContent> {
  const { posts } = await listPosts(db, { tag, limit: FEED_LENGTH }, ANONYMOUS, now);
  const budget: Budget = { left: FEED_HTML_MAX };
  const entries: Entry[] = [];
  // One after the other: the newest have their HTML.
  for (const post of posts) entries.push(await toEntry(db, post, origin, budget));
  const search = tag === undefined ? "" : `?tag=${tag}`;
  return {
    title: tag === undefined ? title : `${title}: ${tag}`,
    description: tag === undefined ? `The newest posts of ${title}` : `The newest posts of ${title} about ${tag}`,
    origin,
    self: `${origin}${FEEDS[format].path}${search}`,
    home: `${origin}/blog${search}`,
    updated: new Date(changedAt),
    entries,
  };
}
