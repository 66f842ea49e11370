import { z } from "zod";
import type { Entry, FeedContent } from "./feed.ts";

const moment = z.iso.datetime();

const Author = z.strictObject({
  name: z.string(),
  url: z.url().meta({ description: "The author's page" }),
  avatar: z.url().optional(),
});

/** The subset of JSON Feed 1.1 (jsonfeed.org) that is used here. */
export const JsonFeed = z
  .strictObject({
    version: z.literal("https://jsonfeed.org/version/1.1"),
    title: z.string(),
    home_page_url: z.url(),
    feed_url: z.url(),
    description: z.string(),
    language: z.string().meta({ description: "BCP 47" }),
    authors: z.array(Author).optional().meta({ description: "Whose feed it is, if it has one author" }),
    items: z.array(
      z.strictObject({
        id: z.string().meta({ description: "Never changes, unlike `url`" }),
        url: z.url(),
        title: z.string(),
        content_html: z.string(),
        language: z.string().optional().meta({ description: "BCP 47, where it is not the language of the feed" }),
        image: z.url().optional().meta({ description: "The cover" }),
        summary: z.string().meta({ description: "Plain text" }),
        date_published: moment,
        date_modified: moment,
        authors: z.array(Author).optional(),
        tags: z.array(z.string()).optional(),
      }),
    ),
  })
  .meta({ id: "JsonFeed" });
type JsonFeed = z.infer<typeof JsonFeed>;

function toItem(
  { author, cover, excerpt, html, id, language, published, tags, title, updated, url }: Entry,
  feedLanguage: string,
): JsonFeed["items"][number] {
  return {
    id,
    url,
    title,
    content_html: html,
    ...(language !== feedLanguage && { language }),
    ...(cover !== null && { image: cover }),
    summary: excerpt,
    date_published: published.toISOString(),
    date_modified: updated.toISOString(),
    ...(author !== null && { authors: [author] }),
    ...(tags.length > 0 && { tags }),
  };
}

/** Serializes a feed as JSON Feed 1.1. */
export function toJsonFeed({ author, description, entries, home, language, self, title }: FeedContent): string {
  const feed: JsonFeed = {
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: home,
    feed_url: self,
    description,
    language,
    ...(author && {
      authors: [{ name: author.name, url: author.url, ...(author.image !== null && { avatar: author.image }) }],
    }),
    items: entries.map((entry) => toItem(entry, language)),
  };
  return JSON.stringify(feed);
}
