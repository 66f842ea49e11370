import { Feed, type FeedOptions, type Item } from "feed";
import { cleanText } from "#lib/shared/text";
import type { Entry, FeedContent } from "./feed.ts";
import { escapeXml } from "./xml-text.ts";

/** Text for an element. The serializer leaves an existing `&amp;` as it is, so that ampersands must be escaped before. */
const asText = (text: string) => cleanText(text).replaceAll("&", "&amp;");

/** Stands for `<` in attributes, which the serializer does not escape; no text has it after `cleanText`. */
const LESS_THAN = "\ufdd0";

/** Text for an attribute of what `withLessThan` completes. The serializer escapes ampersands and quotation marks. */
const asAttribute = (text: string) => cleanText(text).replaceAll("<", LESS_THAN);
const withLessThan = (xml: string) => xml.replaceAll(LESS_THAN, "&lt;");

/** Text for a CDATA section. The serializer splits the section at the first `]]>` only, so that further ones are split here. */
function asCdata(text: string): string {
  const [first = "", second, ...more] = cleanText(text).split("]]>");
  return second === undefined ? first : `${first}]]>${[second, ...more].join("]]]]><![CDATA[>")}`;
}

function optionsOf({ description, home, language, self, title, updated }: FeedContent): FeedOptions {
  return {
    id: self,
    title: asText(title),
    description: asText(description),
    link: home,
    language,
    feed: self,
    updated,
    generator: "Octavo",
  };
}

/** Fields that both formats share. Titles are HTML in Atom and plain text in RSS; summaries are HTML in both. */
function toItem({ cover, html, id, published, updated, url }: Entry): Omit<Item, "title"> {
  return {
    id,
    link: url,
    content: asCdata(html),
    published,
    date: updated,
    // An enclosure, in both.
    ...(cover !== null && { image: { url: cover, type: "image/webp", length: 0 } }),
  };
}

/**
 * Serializes a feed as RSS 2.0. Author names use Dublin Core, since RSS itself allows email addresses only, and so do the
 * languages of entries, for which it has no element.
 */
export function toRss(content: FeedContent): string {
  const feed = new Feed(optionsOf(content));
  for (const entry of content.entries) {
    const { author, excerpt, language, tags, title } = entry;
    const extensions: { name: string; objects: { _text: string } }[] = [];
    if (author !== null) extensions.push({ name: "dc:creator", objects: { _text: asText(author.name) } });
    if (language !== content.language) extensions.push({ name: "dc:language", objects: { _text: language } });
    feed.addItem({
      ...toItem(entry),
      title: asCdata(title),
      description: asCdata(escapeXml(excerpt)),
      category: tags.map((tag) => ({ name: asText(tag) })),
      extensions,
    });
  }
  return feed.rss2();
}

/**
 * Adds `xml:lang` (RFC 4287, section 2), which the serializer does not know, to the feed and to the entries in another
 * language. In texts every `<` is escaped or begins a tag of our renderer, none of which is called entry.
 */
function withLanguages(xml: string, { entries, language }: FeedContent): string {
  const languages = entries.map((entry) => entry.language);
  return xml.replace("<feed ", `<feed xml:lang="${language}" `).replaceAll("<entry>", () => {
    const own = languages.shift();
    return own === language ? "<entry>" : `<entry xml:lang="${own}">`;
  });
}

/** Serializes a feed as Atom (RFC 4287). The site, or whose feed it is, is the author of entries without one. */
export function toAtom(content: FeedContent): string {
  const { name, url } = content.author ?? { name: content.title, url: content.origin };
  const feed = new Feed({ ...optionsOf(content), author: { name: asText(name), link: url } });
  for (const entry of content.entries) {
    const { author, excerpt, tags, title } = entry;
    feed.addItem({
      ...toItem(entry),
      title: escapeXml(title),
      description: escapeXml(excerpt),
      category: tags.map((tag) => ({ name: asAttribute(tag), term: asAttribute(tag) })),
      ...(author !== null && { author: [{ name: asText(author.name), link: author.url }] }),
    });
  }
  return withLanguages(withLessThan(feed.atom1()), content);
}
