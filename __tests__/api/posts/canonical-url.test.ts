import { Post } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import rss from "../../../pages/api/feeds/rss";
import post from "../../../pages/api/posts/[id]";
import markdown from "../../../pages/api/posts/[id]/markdown";
import posts from "../../../pages/api/posts/index";
import sitemapPart from "../../../pages/api/sitemap/[part]";
import sitemap from "../../../pages/api/sitemap/index";

withDatabase();

const ELSEWHERE = "https://example.org/2019/hello";
const send = (method: string, id: string, body?: object) => call(post, { method, query: { id }, body });

test.each([
  [ELSEWHERE, ELSEWHERE],
  [" HTTP://Example.ORG ", "http://example.org/"],
  ["https://例え.jp/日?a=b#c", "https://xn--r8jz45g.jp/%E6%97%A5?a=b#c"],
  ["", null],
  [null, null],
])("POST /api/posts — canonicalUrl %j — %j", async (canonicalUrl, stored) => {
  expect(await makePost({ canonicalUrl })).toMatchObject({ canonicalUrl: stored });
  const [listed] = (await call(posts, { query: { fields: "canonicalUrl" } })).json() as object[];
  expect(listed).toEqual({ canonicalUrl: stored });
});

const wrong = (value: string) =>
  `Canonical URL must be an absolute http or https URL, as https://example.org/post, but is “${value}”`;
test.each([
  ["/blog/1", wrong("/blog/1")],
  ["example.org", wrong("example.org")],
  ["ftp://example.org/", wrong("ftp://example.org/")],
  ["javascript:alert(1)", wrong("javascript:alert(1)")],
  ["https://a:b@example.org/", wrong("https://a:b@example.org/")],
  ["https://exa mple.org/", wrong("https://exa mple.org/")],
  ["https://example.org/a\nb", wrong("https://example.org/a\nb")],
  ["https://", wrong("https://")],
  [`https://example.org/${"x".repeat(2_000)}`, "Canonical URL must be at most 2,000 characters long"],
  [`https://example.org/${"東".repeat(300)}`, "Canonical URL must be at most 2,000 characters long"],
  ["https://example.org/\u0000", "Canonical URL must not contain U+0000, a control character"],
  ["https://example.org/\uffff", "Canonical URL must not contain U+FFFF, a noncharacter"],
  [7, "Canonical URL must be text"],
])("POST, PUT and PATCH /api/posts — canonicalUrl %j — 400 names it", async (canonicalUrl, message) => {
  await makePost();
  const body = { ...newPost(), canonicalUrl };
  for (const response of [
    await call(posts, { method: "POST", body }),
    await send("PUT", "1", body),
    await send("PATCH", "1", { canonicalUrl }),
  ]) {
    expect(problemIn(response)).toMatchObject({ status: 400, fields: { canonicalUrl: [message] } });
  }
});

test("PUT /api/posts/{id} — the body of GET — nothing changes", async () => {
  const created = await makePost({ canonicalUrl: ELSEWHERE });
  await send("PUT", "1", created);
  expect(Post.parse((await send("GET", "1")).json())).toEqual(created);
});

test("GET /sitemap.xml — canonicalUrl set — left out, and so is a part with nothing else", async () => {
  await makePost({ title: "Elsewhere", canonicalUrl: ELSEWHERE });
  expect((await call(sitemap)).body).not.toContain("/sitemap/1.xml");
  expect((await call(sitemapPart, { query: { part: "1" } })).status).toBe(404);
  await makePost({ title: "Here" });
  const { body } = await call(sitemapPart, { query: { part: "1" } });
  expect(body).toContain("/blog/2/here");
  expect(body).not.toContain("/blog/1/");
});

test("GET /feed.xml — canonicalUrl set — link is the page here", async () => {
  await makePost({ canonicalUrl: ELSEWHERE });
  const { body } = await call(rss);
  expect(body).toContain("<link>http://octavo.test/blog/1/hello</link>");
  expect(body).not.toContain("example.org");
});

test("GET /api/posts/{id}/markdown — canonicalUrl set — in the front matter", async () => {
  await makePost({ canonicalUrl: ELSEWHERE });
  const { body } = await call(markdown, { query: { id: "1" } });
  expect(body).toContain(`\nurl: "http://octavo.test/blog/1/hello"\ncanonical_url: "${ELSEWHERE}"\n`);
});
