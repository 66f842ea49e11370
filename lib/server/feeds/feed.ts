import { escapeHtml } from "#lib/server/escape-html";
import type { RenderContext } from "#lib/server/http/public-text";
import { withImages } from "#lib/server/images/with-images";
import { listPosts } from "#lib/server/posts/list/list";
import { type PostRow, toPost } from "#lib/server/posts/row";
import { tooBusy } from "#lib/server/rendering/bounded";
import { getRendering } from "#lib/server/rendering/cache";
import { findTagCached } from "#lib/server/tags/find";
import { requireAuthor } from "#lib/server/users/author";
import { ANONYMOUS } from "#lib/server/viewer";
import type { Direction } from "#lib/shared/direction";
import { FEEDS } from "#lib/shared/feeds";
import * as labels from "#lib/shared/labels/feeds";
import { authorPagePath } from "#lib/shared/paths";
import type { FeedQuery } from "#lib/shared/post-query";
import type { Post } from "#lib/shared/posts";
import { withAbsoluteUrls } from "./absolute-urls.ts";

/** Maximum entries of a feed. */
const FEED_LENGTH = 20;
/** Maximum HTML of all entries, in UTF-16 units; posts beyond it are included with their excerpt only. */
const FEED_HTML_MAX = 1_000_000;

/** The anchor link beside a heading, which is useful on its page only. */
const HEADING_LINK = /<a class="part-link"[^>]*>#<\/a>/g;

/** A post as a feed entry. */
export type Entry = Pick<Post, "title" | "url" | "excerpt" | "tags"> & {
  /** BCP 47. */
  language: string;
  /** Permanent, unlike the URL, which contains the slug. */
  id: string;
  author: { name: string; url: string } | null;
  /** The absolute URL of the cover. */
  cover: string | null;
  html: string;
  published: Date;
  updated: Date;
};

/** A feed, independent of its format. */
export type FeedContent = {
  title: string;
  description: string;
  /** The site's, BCP 47. */
  language: string;
  /** URLs: the site's origin, the feed itself, and the page with the same list. */
  origin: string;
  self: string;
  home: string;
  updated: Date;
  /** Whose feed it is. */
  author?: { name: string; url: string; image: string | null };
  entries: Entry[];
};

/** Wraps HTML that runs from right to left: no feed format says so. */
const withDirection = (html: string, direction: Direction) =>
  direction === "rtl" ? `<div dir="rtl">${html}</div>` : html;

const coverHtml = (cover: Post["cover"]) =>
  cover
    ? `<p><img src="${cover.url}" alt="${escapeHtml(cover.alt)}" width="${cover.width}" height="${cover.height}" /></p>\n`
    : "";

type Budget = { left: number };

async function toEntry(
  { db, language: siteLanguage, origin }: RenderContext,
  row: PostRow,
  budget: Budget,
): Promise<Entry> {
  const post = toPost(row, origin);
  const { author, cover, direction, excerpt, id, publishedAt, tags, title, updatedAt, url } = post;
  const { html: rendered, isTemporary } = await getRendering(db, row);
  if (isTemporary) throw tooBusy();
  const html = await withImages(db, rendered);
  const fits = html.length <= budget.left;
  if (fits) budget.left -= html.length;
  const language = post.language ?? siteLanguage;
  const published = new Date(publishedAt ?? updatedAt);
  return {
    id: `${origin}/blog/${id}`,
    title,
    url,
    excerpt,
    tags,
    author: author?.name ? { name: author.name, url: origin + authorPagePath(author) } : null,
    cover: cover && origin + cover.url,
    language,
    html: withDirection(
      withAbsoluteUrls(coverHtml(cover), url) +
        (fits ? withAbsoluteUrls(html.replace(HEADING_LINK, ""), url) : `<p>${escapeHtml(excerpt)}</p>`),
      direction,
    ),
    published,
    // A scheduled post is updated when it is published, not when it was saved before.
    updated: new Date(Math.max(+published, Date.parse(updatedAt))),
  };
}

/** Loads the newest public posts as a feed. @throws {Problem} 404 where there is no such author */
export async function feedContent(
  context: RenderContext,
  format: keyof typeof FEEDS,
  { author: slug, tag }: FeedQuery,
): Promise<FeedContent> {
  const { changedAt, db, language, now, origin, tagline, title } = context;
  const author = slug === undefined ? undefined : await requireAuthor(db, slug, now);
  const { posts } = await listPosts(db, { tag, author: author?.id, limit: FEED_LENGTH }, ANONYMOUS, now);
  const name = tag === undefined ? undefined : ((await findTagCached(db, tag, now))?.name ?? tag);
  const budget: Budget = { left: FEED_HTML_MAX };
  const entries: Entry[] = [];
  // Sequential, so that the newest posts use the budget first.
  for (const post of posts) entries.push(await toEntry(context, post, budget));
  const params = { ...(name !== undefined && { tag: name }), ...(author && { author: author.slug }) };
  const search = name === undefined && !author ? "" : `?${new URLSearchParams(params)}`;
  const authorUrl = author && origin + authorPagePath(author);
  return {
    title: labels.title(title, name, author?.name),
    description: (name === undefined && !author && tagline) || labels.description(title, name, author?.name),
    language,
    origin,
    self: `${origin}${FEEDS[format].path}${search}`,
    home: authorUrl ?? `${origin}/blog${search}`,
    updated: new Date(changedAt),
    ...(author &&
      authorUrl && { author: { name: author.name, url: authorUrl, image: author.image && origin + author.image.url } }),
    entries,
  };
}
