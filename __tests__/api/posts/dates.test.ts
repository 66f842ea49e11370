import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { listedPosts, makePost } from "#support/factories";
import atom from "../../../pages/api/feeds/atom";
import json from "../../../pages/api/feeds/json";
import rss from "../../../pages/api/feeds/rss";
import posts from "../../../pages/api/posts/index";
import tags from "../../../pages/api/tags";

withDatabase();

const DATES = [
  "1900-01-01T00:00:00.000Z",
  "1969-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00.000Z",
  "2001-09-09T01:46:40.000Z",
];

async function makeOldPosts(): Promise<void> {
  for (const [index, publishedAt] of DATES.entries())
    await makePost({ title: `From ${publishedAt}`, publishedAt, tags: index % 2 === 0 ? ["even"] : [] });
}

test("POST /api/posts — publishedAt with an offset — stored in UTC", async () => {
  const post = await makePost({ publishedAt: "2026-01-01T01:00:00+09:00" });
  expect(post.publishedAt).toBe("2025-12-31T16:00:00.000Z");
});

test.each([
  ["-publishedAt", [...DATES].reverse()],
  ["publishedAt", DATES],
] as const)("GET /api/posts — sort=%s, dates before and after 1970 — in order, page by page", async (sort, dates) => {
  await makeOldPosts();
  expect((await listedPosts({ sort })).map(({ publishedAt }) => publishedAt)).toEqual(dates);
  const found: unknown[] = [];
  for (let after: string | undefined; found.length <= dates.length; ) {
    const { headers, json } = await call(posts, { query: { sort, limit: "1", ...(after && { after }) } });
    found.push(...(json() as { publishedAt: string }[]).map(({ publishedAt }) => publishedAt));
    expect(headers["x-total-count"]).toBe("4");
    after = /after=([^&>]+)/.exec(String(headers.link))?.[1];
    if (after === undefined) break;
  }
  expect(found).toEqual(dates);
});

test("GET /api/posts — a tag of posts before 1970 — listed and counted", async () => {
  await makeOldPosts();
  expect((await listedPosts({ tag: "even" })).map(({ publishedAt }) => publishedAt)).toEqual([DATES[2], DATES[0]]);
  expect((await call(tags)).json()).toEqual([{ tag: "even", slug: "even", count: 2 }]);
});

test("GET /feed.xml, /atom.xml, /feed.json — posts before 1970 — have their dates", async () => {
  await makeOldPosts();
  const rfc822 = (parseRssFeed((await call(rss)).body).items ?? []).map(({ pubDate }) => pubDate);
  expect(rfc822.at(-1)).toBe("Mon, 01 Jan 1900 00:00:00 GMT");
  expect(rfc822.map((date) => Date.parse(String(date)))).toEqual(
    [...DATES].reverse().map((date) => Math.floor(Date.parse(date) / 1000) * 1000),
  );
  const published = (parseAtomFeed((await call(atom)).body).entries ?? []).map((entry) => entry.published);
  expect(published).toEqual([...DATES].reverse());
  const items = parseJsonFeed((await call(json)).body).items ?? [];
  expect(items.map(({ date_published }) => date_published)).toEqual([...DATES].reverse());
});
