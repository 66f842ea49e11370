import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { listedPosts, makePost, titlesFound } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

withDatabase();

const FUTURE = "2999-01-01T00:00:00Z";

test("GET /api/posts — no posts — an empty array", async () => {
  expect((await call(posts)).body).toBe("[]");
});

test("GET /api/posts — after POST — the new post is first", async () => {
  await makePost();
  const created = await makePost({ title: "Newest" });
  expect((await listedPosts())[0]).toEqual(created);
});

test("GET /api/posts — by publishedAt, newest first", async () => {
  await makePost({ title: "1999", publishedAt: "1999-01-01T00:00:00Z" });
  await makePost({ title: "2010", publishedAt: "2010-01-01T00:00:00Z" });
  await makePost({ title: "2005", publishedAt: "2005-01-01T00:00:00Z" });
  expect((await listedPosts()).map(({ title }) => title)).toEqual(["2010", "2005", "1999"]);
});

test("GET /api/posts — limit — at most that many posts", async () => {
  for (const title of ["a", "b", "c"]) await makePost({ title });
  expect(await listedPosts({ limit: "2" })).toHaveLength(2);
});

describe("GET /api/posts — not public — neither listed nor found", () => {
  test.each([
    ["a draft", { status: "draft" as const }],
    ["a scheduled post", { publishedAt: FUTURE }],
  ])("%s", async (_name, fields) => {
    await makePost({ title: "Hidden words", ...fields });
    await makePost({ title: "Open words" });
    expect((await listedPosts()).map(({ title }) => title)).toEqual(["Open words"]);
    expect(await titlesFound("words")).toEqual(["Open words"]);
  });

  test("GET /api/posts — a deleted post — left out", async () => {
    const { id } = await makePost({ title: "Hidden words" });
    await call(post, { method: "DELETE", query: { id } });
    expect(await listedPosts()).toEqual([]);
    expect(await titlesFound("hidden")).toEqual([]);
  });

  test("GET /api/posts — a published post changed to a draft — left out", async () => {
    const { id } = await makePost({ title: "Hidden words" });
    await call(post, { method: "PATCH", query: { id }, body: { status: "draft" } });
    expect(await listedPosts()).toEqual([]);
    expect(await titlesFound("hidden")).toEqual([]);
  });
});

test.each([
  ["limit", "0"],
  ["limit", "101"],
  ["q", "x".repeat(201)],
  ["author", "a\0b"],
  ["page", "2"],
])("GET /api/posts — %s=%s, invalid or unknown — 400 names it", async (name, value) => {
  const problem = problemIn(await call(posts, { query: { [name]: value } }));
  expect(problem.status).toBe(400);
  expect(Object.keys(problem.fields ?? {})).toEqual([name]);
});
