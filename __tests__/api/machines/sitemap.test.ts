import { createPost } from "#lib/server/posts/write";
import { IDS_PER_SITEMAP, sitemapPart as siteMapPart, sitemapIndex } from "#lib/server/site/sitemap";
import { makeAuthor } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { recordingStatements } from "#support/statements";
import sitemapPart from "../../../pages/api/sitemap/[part]";
import sitemap from "../../../pages/api/sitemap/index";

const data = withDatabase();
withSettings({ SITE_URL: "https://octavo.test" });

const locations = (xml: string) => [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, location]) => location);
const index = async () => locations((await call(sitemap)).body);
const part = (name: string) => call(sitemapPart, { query: { part: name } });

/** Gives a post another id, as if that many had been created. */
async function moveTo(from: string, id: number): Promise<void> {
  const { db } = data;
  const row = await db.selectFrom("posts").selectAll().where("id", "=", Number(from)).executeTakeFirstOrThrow();
  await db
    .insertInto("posts")
    .values({ ...row, id })
    .execute();
  await db.deleteFrom("posts").where("id", "=", Number(from)).execute();
}

test("GET /sitemap.xml — pages, and a part for posts if there are any", async () => {
  expect(await index()).toEqual(["https://octavo.test/sitemap/0.xml"]);
  await makePost();
  expect(await index()).toEqual(["https://octavo.test/sitemap/0.xml", "https://octavo.test/sitemap/1.xml"]);
});

test("GET /sitemap/1.xml — canonical URL and lastmod of every public post", async () => {
  const { updatedAt } = await makePost({ title: "Tea & biscuits" });
  await makePost({ title: "It’s 東京" });
  await makePost({ status: "draft" });
  await makePost({ publishedAt: "2999-01-01T00:00:00Z" });
  const { body, headers } = await part("1");
  expect(headers["content-type"]).toBe("application/xml; charset=utf-8");
  expect(body).toContain(
    `<url><loc>https://octavo.test/blog/1/tea-biscuits</loc><lastmod>${updatedAt}</lastmod></url>`,
  );
  expect(locations(body)).toEqual([
    "https://octavo.test/blog/1/tea-biscuits",
    "https://octavo.test/blog/2/its-%E6%9D%B1%E4%BA%AC",
  ]);
});

test("GET /sitemap/0.xml — pages that are not posts", async () => {
  const found = locations((await part("0")).body);
  expect(found).toEqual(expect.arrayContaining(["https://octavo.test/", "https://octavo.test/docs/api"]));
});

test("GET /sitemap/0.xml — authors with public posts", async () => {
  const [ada, bob] = [await makeAuthor(), await makeAuthor("Bob")];
  await makeAuthor("Eve");
  await createPost(data.db, newPost(), ada.account);
  await createPost(data.db, newPost({ status: "draft" }), bob.account);
  const authors = locations((await part("0")).body).filter((url) => url?.includes("/authors/"));
  expect(authors).toEqual(["https://octavo.test/authors/ada"]);
});

test("GET /sitemap.xml — ids far apart — parts by id, empty ones left out", async () => {
  const created = [await makePost(), await makePost(), await makePost(), await makePost()];
  await makePost();
  const ids = [IDS_PER_SITEMAP, IDS_PER_SITEMAP + 1, 7 * IDS_PER_SITEMAP, 100 * IDS_PER_SITEMAP + 1];
  for (const [at, { id }] of created.entries()) await moveTo(id, ids[at] ?? 0);
  const parts = ["1", "2", "7", "101"];
  expect(await index()).toEqual(["0", ...parts].map((name) => `https://octavo.test/sitemap/${name}.xml`));
  const found = await Promise.all(parts.map(async (name) => locations((await part(name)).body)));
  expect(found.map((list) => list.length)).toEqual([2, 1, 1, 1]);
});

test("GET /sitemap/{part}.xml — no such part — 404", async () => {
  await makePost();
  for (const name of ["2", "-1", "1.5", "x", "999999999", "1e3", ""]) {
    expect(problemIn(await part(name))).toMatchObject({ status: 404 });
  }
});

test("GET /sitemap.xml, /sitemap/1.xml — If-None-Match — 304", async () => {
  await makePost();
  for (const [handler, query] of [
    [sitemap, {}],
    [sitemapPart, { part: "1" }],
  ] as const) {
    const { headers } = await call(handler, { query });
    const again = await call(handler, { query, headers: { "if-none-match": String(headers.etag) } });
    expect([again.status, again.body]).toEqual([304, ""]);
  }
});

test("GET /sitemap/1.xml — nothing public changed — posts are not read again, for any host", async () => {
  await makePost();
  const { on, statements } = recordingStatements(data.db);
  const now = Date.now();
  const first = await siteMapPart(on, "https://a.test", 1, now);
  await sitemapIndex(on, "https://a.test", now);
  expect(statements.some((statement) => statement.includes('from "posts"'))).toBe(true);
  statements.length = 0;
  expect(await siteMapPart(on, "https://b.test", 1, now)).toBe(first?.replaceAll("//a.test", "//b.test"));
  await sitemapIndex(on, "https://b.test", now);
  expect(statements).toEqual([]);
  await makePost();
  expect(locations((await siteMapPart(on, "https://a.test", 1, Date.now())) ?? "")).toHaveLength(2);
});
