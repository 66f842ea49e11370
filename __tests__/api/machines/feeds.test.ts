import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { env } from "#lib/server/env";
import { makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import atom from "../../../pages/api/feeds/atom";
import json from "../../../pages/api/feeds/json";
import rss from "../../../pages/api/feeds/rss";
import posts from "../../../pages/api/posts/index";

withDatabase();
withSettings({ SITE_TITLE: "Olga & Co <notes>", SITE_URL: "http://octavo.test" });

const RFC_822 = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const CONTENT = "Some *words* with a [link](/blog/1) & a \\<b>tag\\</b>.";
const HTML = expect.stringMatching(
  /<em>words<\/em> with a <a href="http:\/\/octavo\.test\/blog\/1"[^>]*>link<\/a> &amp; a &lt;b&gt;tag/,
);

const FEEDS = [
  ["RSS", rss, "application/rss+xml; charset=utf-8"],
  ["Atom", atom, "application/atom+xml; charset=utf-8"],
  ["JSON Feed", json, "application/feed+json; charset=utf-8"],
] as const;

const rssOf = async (query = {}) => parseRssFeed((await call(rss, { query })).body);
const atomOf = async (query = {}) => parseAtomFeed((await call(atom, { query })).body);
const jsonOf = async (query = {}) => parseJsonFeed((await call(json, { query })).body);

async function makeSignedPost() {
  const { headers } = await makeOwner();
  const body = { title: "Tea & <biscuits> &amp;", content: CONTENT, tags: ["tea", "books"] };
  return (await call(posts, { method: "POST", headers, body })).json() as { updatedAt: string };
}

test("GET /feed.xml — elements of RSS 2.0", async () => {
  await makeSignedPost();
  const feed = await rssOf();
  expect(feed).toMatchObject({
    title: "Olga & Co <notes>",
    link: "http://octavo.test/blog",
    description: "The newest posts of Olga & Co <notes>",
    lastBuildDate: expect.stringMatching(RFC_822),
    atom: { links: [{ href: "http://octavo.test/feed.xml", rel: "self", type: "application/rss+xml" }] },
  });
  expect(feed.items).toEqual([
    expect.objectContaining({
      title: "Tea & <biscuits> &amp;",
      link: "http://octavo.test/blog/1/tea-biscuits-amp",
      guid: { value: "http://octavo.test/blog/1", isPermaLink: false },
      description: expect.stringContaining("Some words with a link &amp; a &lt;b&gt;tag&lt;/b&gt;."),
      pubDate: expect.stringMatching(RFC_822),
      categories: [expect.objectContaining({ name: "tea" }), expect.objectContaining({ name: "books" })],
      content: { encoded: HTML },
      dc: expect.objectContaining({ creators: ["Olga"] }),
    }),
  ]);
});

test("GET /atom.xml — elements of RFC 4287", async () => {
  const { updatedAt } = await makeSignedPost();
  const feed = await atomOf();
  expect(feed).toMatchObject({
    id: "http://octavo.test/atom.xml",
    title: { value: "Olga & Co <notes>" },
    updated: expect.stringMatching(RFC_3339),
    authors: [{ name: "Olga & Co <notes>", uri: "http://octavo.test/" }],
    links: [
      { rel: "alternate", href: "http://octavo.test/blog" },
      { rel: "self", href: "http://octavo.test/atom.xml" },
    ],
  });
  expect(feed.entries).toEqual([
    expect.objectContaining({
      id: "http://octavo.test/blog/1",
      title: { type: "html", value: "Tea &amp; &lt;biscuits&gt; &amp;amp;" },
      updated: updatedAt,
      published: updatedAt,
      authors: [{ name: "Olga", uri: "http://octavo.test/authors/olga" }],
      links: [expect.objectContaining({ href: "http://octavo.test/blog/1/tea-biscuits-amp" })],
      content: { type: "html", value: HTML },
    }),
  ]);
});

test("GET /feed.json — properties of JSON Feed 1.1", async () => {
  const { updatedAt } = await makeSignedPost();
  const { body } = await call(json);
  expect(JSON.parse(body)).toMatchObject({ version: "https://jsonfeed.org/version/1.1" });
  expect(await jsonOf()).toMatchObject({
    title: "Olga & Co <notes>",
    home_page_url: "http://octavo.test/blog",
    feed_url: "http://octavo.test/feed.json",
    items: [
      {
        id: "http://octavo.test/blog/1",
        url: "http://octavo.test/blog/1/tea-biscuits-amp",
        title: "Tea & <biscuits> &amp;",
        content_html: HTML,
        date_published: updatedAt,
        date_modified: updatedAt,
        authors: [{ name: "Olga", url: "http://octavo.test/authors/olga" }],
        tags: ["tea", "books"],
      },
    ],
  });
});

test("feeds — a heading — without the link to itself, links to it absolute", async () => {
  await makePost({ content: "# Heading\n\n[There](#heading)" });
  const [item] = (await jsonOf()).items ?? [];
  expect(item?.content_html).toMatch(/>Heading<\/h2>/);
  expect(item?.content_html?.match(/<a .*?>/g)).toEqual(['<a href="http://octavo.test/blog/1/hello#part-heading">']);
});

test("feeds — no posts — valid", async () => {
  expect((await rssOf()).title).toBe("Olga & Co <notes>");
  expect((await atomOf()).updated).toMatch(RFC_3339);
  expect(JSON.parse((await call(json)).body)).toMatchObject({ items: [] });
});

test("feeds — the newest 20 public posts", async () => {
  await makePost({ title: "zanzibar", status: "draft" });
  await makePost({ title: "zanzibar", publishedAt: "2999-01-01T00:00:00Z" });
  for (let n = 1; n <= 22; n++) await makePost({ title: `Post ${n}` });
  for (const [, feed] of FEEDS) expect((await call(feed)).body).not.toContain("zanzibar");
  const titles = (await rssOf()).items?.map(({ title }) => title);
  expect(titles).toHaveLength(20);
  expect(titles?.[0]).toBe("Post 22");
});

test("GET /atom.xml — published is publishedAt", async () => {
  await makePost({ publishedAt: "2020-01-01T00:00:00Z" });
  const [entry] = (await atomOf()).entries ?? [];
  expect(entry?.published).toBe("2020-01-01T00:00:00.000Z");
});

test("feeds — tag — its posts, named in title and URLs", async () => {
  await makePost({ title: "Of tea", tags: ["tea"] });
  await makePost({ title: "Of books", tags: ["books"] });
  const query = { tag: "Tea" };
  expect((await rssOf(query)).items?.map(({ title }) => title)).toEqual(["Of tea"]);
  expect(await jsonOf(query)).toMatchObject({
    title: "Olga & Co <notes>: tea",
    home_page_url: "http://octavo.test/blog?tag=tea",
    feed_url: "http://octavo.test/feed.json?tag=tea",
  });
});

describe.each(FEEDS)("%s", (_name, feed, type) => {
  const since = (headers: Record<string, string>) => call(feed, { headers });

  test("Content-Type and Cache-Control", async () => {
    const { headers } = await call(feed);
    expect(headers).toMatchObject({
      "content-type": type,
      "cache-control": "public, max-age=0, must-revalidate, no-transform",
    });
  });

  test("If-None-Match — 304 until a post is published", async () => {
    await makePost();
    const etag = String((await call(feed)).headers.etag);
    const again = await since({ "if-none-match": etag });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, "", etag]);
    await makePost();
    expect((await since({ "if-none-match": etag })).status).toBe(200);
  });

  test("SITE_TITLE changed — another ETag", async () => {
    const { headers } = await call(feed);
    env().SITE_TITLE = "Other";
    expect((await call(feed)).headers.etag).not.toBe(headers.etag);
  });

  test("unknown parameter — 400; POST — 405", async () => {
    expect(problemIn(await call(feed, { query: { page: "2" } }))).toMatchObject({
      fields: { page: ["Unknown parameter `page`. Known parameters: `tag`, `author`"] },
    });
    expect((await call(feed, { method: "POST" })).status).toBe(405);
  });
});

describe("SITE_LANGUAGE=ja", () => {
  withSettings({ SITE_LANGUAGE: "ja" });

  async function makePosts() {
    await makePost({ title: "eBPF", content: "eBPF یک فناوری است.", language: "fa" });
    await makePost({ title: "日記", content: "今日。" });
  }

  test("GET /feed.xml — a post in another language — language of the feed and of that post", async () => {
    await makePosts();
    const { items = [], language } = await rssOf();
    expect(language).toBe("ja");
    expect(items.map(({ dc }) => dc?.languages)).toEqual([undefined, ["fa"]]);
  });

  test("GET /atom.xml — a post in another language — xml:lang", async () => {
    await makePosts();
    const { body } = await call(atom);
    expect(body).toContain('<feed xml:lang="ja" xmlns="http://www.w3.org/2005/Atom">');
    expect(body.match(/<entry[^>]*>/g)).toEqual(["<entry>", '<entry xml:lang="fa">']);
    expect((await atomOf()).entries).toHaveLength(2);
  });

  test("GET /feed.json — a post in another language — language", async () => {
    await makePosts();
    const { items = [], language } = await jsonOf();
    expect([language, ...items.map((item) => item.language)]).toEqual(["ja", undefined, "fa"]);
  });

  test("GET /feed.json — a right-to-left post — dir=rtl", async () => {
    await makePosts();
    const { items = [] } = await jsonOf();
    expect(items.map(({ content_html }) => content_html)).toEqual([
      "<p>今日。</p>",
      '<div dir="rtl"><p>eBPF یک فناوری است.</p>\n</div>',
    ]);
  });
});

test("feeds — author — only her posts, and whose they are", async () => {
  await makePost({ title: "By nobody", tags: ["tea"] });
  await makeSignedPost();
  const [inRss, inAtom, inJson] = [
    await rssOf({ author: "olga" }),
    await atomOf({ author: "olga" }),
    await jsonOf({ author: "olga" }),
  ];
  const page = "http://octavo.test/authors/olga";
  expect(inRss).toMatchObject({
    ...{ title: "Olga & Co <notes>: Olga", link: page, description: "The newest posts of Olga on Olga & Co <notes>" },
    atom: { links: [{ href: "http://octavo.test/feed.xml?author=olga" }] },
    items: [{ link: "http://octavo.test/blog/2/tea-biscuits-amp" }],
  });
  expect(inAtom).toMatchObject({
    id: "http://octavo.test/atom.xml?author=olga",
    authors: [{ name: "Olga", uri: page }],
  });
  expect(inAtom.entries).toHaveLength(1);
  expect(inJson).toMatchObject({ home_page_url: page, authors: [{ name: "Olga", url: page }], items: [{}] });
  expect((await jsonOf({ author: "olga", tag: "tea" })).items).toHaveLength(1);
  expect((await jsonOf({ author: "olga", tag: "ink" })).items ?? []).toEqual([]);
});

test("feeds — author — another ETag than without; an unknown author 404", async () => {
  await makeSignedPost();
  const etag = async (query = {}) => (await call(rss, { query })).headers.etag;
  expect(await etag({ author: "olga" })).not.toBe(await etag());
  expect(problemIn(await call(rss, { query: { author: "nobody" } }))).toMatchObject({
    status: 404,
    error: "Author not found",
  });
});
