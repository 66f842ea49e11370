import type { Entry, FeedContent } from "./feed.ts";

function toItem({ author, excerpt, html, id, published, tags, title, updated, url }: Entry) {
  return {
    id,
    url,
    title,
    content_html: html,
    summary: excerpt,
    date_published: published.toISOString(),
    date_modified: updated.toISOString(),
    ...(author !== null && { authors: [{ name: author }] }),
    ...(tags.length > 0 && { tags }),
  };
}

/** JSON Feed 1.1 (jsonfeed.org). */
export function toJsonFeed({ description, entries, home, self, title }: FeedContent): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: home,
    feed_url: self,
    description,
    items: entries.map(toItem),
  });
}
