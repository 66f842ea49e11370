import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { listedPosts, makePost, titlesFound } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

withDatabase();

const FUTURE = "2999-01-01T00:00:00Z";

test("an empty database is an empty array", async () => {
  expect((await call(posts)).body).toBe("[]");
});

test("a post made is the first of the list", async () => {
  await makePost();
  const made = await makePost({ title: "Newest" });
  expect((await listedPosts())[0]).toEqual(made);
});

test("posts are listed by their date of publication, newest first", async () => {
  await makePost({ title: "1999", publishedAt: "1999-01-01T00:00:00Z" });
  await makePost({ title: "2010", publishedAt: "2010-01-01T00:00:00Z" });
  await makePost({ title: "2005", publishedAt: "2005-01-01T00:00:00Z" });
  expect((await listedPosts()).map(({ title }) => title)).toEqual(["2010", "2005", "1999"]);
});

test("limit gives as many posts as it says", async () => {
  for (const title of ["a", "b", "c"]) await makePost({ title });
  expect(await listedPosts({ limit: "2" })).toHaveLength(2);
});

describe("what is not public is neither listed nor found", () => {
  test.each([
    ["a draft", { status: "draft" as const }],
    ["a scheduled post", { publishedAt: FUTURE }],
  ])("%s", async (_name, fields) => {
    await makePost({ title: "Hidden words", ...fields });
    await makePost({ title: "Open words" });
    expect((await listedPosts()).map(({ title }) => title)).toEqual(["Open words"]);
    expect(await titlesFound("words")).toEqual(["Open words"]);
  });

  test("a deleted post", async () => {
    const { id } = await makePost({ title: "Hidden words" });
    await call(post, { method: "DELETE", query: { id } });
    expect(await listedPosts()).toEqual([]);
    expect(await titlesFound("hidden")).toEqual([]);
  });

  test("a post that was taken back to a draft", async () => {
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
])("a wrong or unknown parameter is a 400 that names it: %s=%s", async (name, value) => {
  const problem = problemIn(await call(posts, { query: { [name]: value } }));
  expect(problem.status).toBe(400);
  expect(Object.keys(problem.fields ?? {})).toEqual([name]);
});
