import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asLegacyPosts, makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import legacyPosts from "../../pages/api/legacy-posts";
import post from "../../pages/api/posts/[id]";

withDatabase();

const list = async () => asLegacyPosts((await call(legacyPosts)).json());

test("GET /api/legacy-posts — exactly id, title and content", async () => {
  const { id } = await makePost({ tags: ["a"], excerpt: "b" });
  expect((await call(legacyPosts)).json()).toEqual([{ id, title: "Hello", content: "World" }]);
});

test("GET /api/legacy-posts — oldest first", async () => {
  for (const title of ["a", "b", "c"]) await makePost({ title });
  expect((await list()).map(({ title }) => title)).toEqual(["a", "b", "c"]);
});

test("GET /api/legacy-posts — not public — left out", async () => {
  await makePost({ status: "draft" });
  await makePost({ publishedAt: "2999-01-01T00:00:00Z" });
  const { id } = await makePost();
  await call(post, { method: "DELETE", query: { id } });
  expect(await list()).toEqual([]);
});

test("GET /api/legacy-posts — more than 100 posts — 100", async () => {
  for (let count = 0; count < 101; count++) await makePost();
  expect(await list()).toHaveLength(100);
});

test("HEAD /api/legacy-posts — no body", async () => {
  const { status, body } = await call(legacyPosts, { method: "HEAD" });
  expect({ status, body }).toEqual({ status: 200, body: "" });
});

describe("GET /api/legacy-posts — pagination", () => {
  const nextOf = (link: unknown) => /after=([^>&]+)>; rel="next"/.exec(String(link))?.[1];

  test("limit — Link leads through the same list", async () => {
    for (const title of ["a", "b", "c", "d", "e"]) await makePost({ title });
    const titles: string[] = [];
    let query: Record<string, string> = { limit: "2" };
    for (let pages = 1; ; pages++) {
      const { headers, json } = await call(legacyPosts, { query });
      titles.push(...asLegacyPosts(json()).map(({ title }) => title));
      const after = nextOf(headers.link);
      if (after === undefined) break;
      query = { limit: "2", after: decodeURIComponent(after) };
      expect(pages).toBeLessThan(3);
    }
    expect(titles).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("the last page — Link has the successor-version alone", async () => {
    await makePost();
    expect((await call(legacyPosts)).headers.link).toBe('<http://octavo.test/api/posts>; rel="successor-version"');
  });

  test.each([
    ["limit", "0"],
    ["limit", "101"],
    ["after", "nonsense"],
    ["q", "words"],
  ])("%s=%s — 400 names it", async (name, value) => {
    expect(problemIn(await call(legacyPosts, { query: { [name]: value } }))).toMatchObject({
      status: 400,
      fields: { [name]: [expect.any(String)] },
    });
  });
});
