/** @jest-environment jsdom */

import fc from "fast-check";
import type { Entry, FeedContent } from "#lib/server/feeds/feed";
import { toJsonFeed } from "#lib/server/feeds/json-feed";
import { toAtom, toRss } from "#lib/server/feeds/xml-feeds";
import { cleanText } from "#lib/shared/text";
import { sample } from "#support/long";
import { commonMarkExamples, naughtyStrings } from "#support/markup";
import { holds } from "#support/property";
import { anyText } from "#support/text-arbitraries";

const ATOM = "http://www.w3.org/2005/Atom";
const DUBLIN_CORE = "http://purl.org/dc/elements/1.1/";
const CONTENT = "http://purl.org/rss/1.0/modules/content/";
const DATE = new Date("2026-11-22T09:30:00Z");

/** Text that breaks XML, or code that escapes it once only. */
const PIECES = [
  "]]>",
  "]]",
  ">",
  "<![CDATA[",
  "&amp;",
  "&",
  "&#0;",
  "<!--",
  "\0",
  "\u0001",
  "\u001f",
  "\ud800",
  "\udc00",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES, "\ufffe", "\uffff", "<?xml", "\u0085", "\r\n"), anyText(20)), {
    maxLength: 12,
  })
  .map((pieces) => `x${pieces.join("")}`);

const SCRIPT = "x <script>alert('1')</script> <b>&amp;</b>";

function feedOf(text: string): FeedContent {
  const origin = "https://octavo.test";
  const entry: Entry = {
    id: `${origin}/blog/1`,
    title: text,
    url: `${origin}/blog/1/a&b`,
    excerpt: text,
    tags: ["a-tag", text],
    language: "fa",
    author: { name: text, url: `${origin}/authors/a&b` },
    cover: null,
    html: text,
    published: DATE,
    updated: DATE,
  };
  const self = `${origin}/feed.xml?tag=a-tag`;
  return {
    title: text,
    description: text,
    language: "en",
    origin,
    self,
    home: origin,
    updated: DATE,
    entries: [entry, entry],
  };
}

function parsed(xml: string): Document {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  expect(document.querySelector("parsererror")?.textContent).toBeUndefined();
  return document;
}

/** Line ends as an XML parser normalizes them (XML 1.0, section 2.11). */
const asRead = (text: string) => cleanText(text).replace(/\r\n?/g, "\n");
const textOf = (place: Document | Element | undefined, name: string, namespace = "*") =>
  place?.getElementsByTagNameNS(namespace, name)[0]?.textContent;
/** The text that HTML shows. */
const shown = (html: string | null | undefined) =>
  new DOMParser().parseFromString(html ?? "", "text/html").body.textContent;

function expectWellFormed(text: string): void {
  const rss = parsed(toRss(feedOf(text)));
  const [item] = rss.getElementsByTagName("item");
  const read = asRead(text);
  for (const place of [rss, item]) expect(textOf(place, "title")).toBe(read);
  expect(textOf(rss, "description")).toBe(read);
  expect(shown(textOf(item, "description"))).toBe(read);
  expect(textOf(item, "creator", DUBLIN_CORE)).toBe(read);
  expect(textOf(item, "encoded", CONTENT)).toBe(read);
  expect(item?.getElementsByTagName("category")[1]?.textContent).toBe(read);

  const atom = parsed(toAtom(feedOf(text)));
  const [entry] = atom.getElementsByTagNameNS(ATOM, "entry");
  expect(textOf(atom, "title", ATOM)).toBe(read);
  expect(textOf(entry, "content", ATOM)).toBe(read);
  expect(textOf(entry, "name", ATOM)).toBe(read);
  // Line breaks in attributes are read as spaces (XML 1.0, section 3.3.3); tags have none.
  const term = entry?.getElementsByTagNameNS(ATOM, "category")[1]?.getAttribute("term");
  expect(term).toBe(read.replace(/[\t\n]/g, " "));
}

test("toRss, toAtom — any text — well-formed XML that contains it", () => holds(hostile, expectWellFormed, 150));

test.each(
  sample([["the big list of naughty strings", naughtyStrings]], [["CommonMark's examples", commonMarkExamples]]),
)("toRss, toAtom — %s — well-formed XML that contains them", (_name, texts) => {
  for (const text of texts()) expectWellFormed(`x${text}`);
});

test.each([
  ["RSS", "description", () => textOf(parsed(toRss(feedOf(SCRIPT))).getElementsByTagName("item")[0], "description")],
  ["Atom", "summary", () => textOf(parsed(toAtom(feedOf(SCRIPT))).getElementsByTagName("entry")[0], "summary")],
])("%s — a script in the text — %s is HTML that shows it as text", (_name, _element, read) => {
  const html = read();
  expect(shown(html)).toBe(SCRIPT);
  expect(new DOMParser().parseFromString(html ?? "", "text/html").querySelectorAll("script, b")).toHaveLength(0);
});

test("JSON Feed — a script in the text — summary is plain text", () => {
  expect(JSON.parse(toJsonFeed(feedOf(SCRIPT)))).toMatchObject({ items: [{ summary: SCRIPT }, { summary: SCRIPT }] });
});

test("toAtom — markup in the title — HTML that shows it as text", () => {
  const [entry] = parsed(toAtom(feedOf("a <b>bold</b> &amp; claim"))).getElementsByTagNameNS(ATOM, "entry");
  expect(shown(textOf(entry, "title", ATOM))).toBe("a <b>bold</b> &amp; claim");
});
