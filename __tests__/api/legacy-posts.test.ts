import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asLegacyPosts, makePost } from "#support/factories";
import legacyPosts from "../../pages/api/legacy-posts";
import post from "../../pages/api/posts/[id]";

withDatabase();

const list = async () => asLegacyPosts((await call(legacyPosts)).json());

test("posts have exactly id, title and content", async () => {
  const { id } = await makePost({ tags: ["a"], excerpt: "b" });
  expect((await call(legacyPosts)).json()).toEqual([{ id, title: "Hello", content: "World" }]);
});

test("the oldest comes first", async () => {
  for (const title of ["a", "b", "c"]) await makePost({ title });
  expect((await list()).map(({ title }) => title)).toEqual(["a", "b", "c"]);
});

test("what is not public is left out", async () => {
  await makePost({ status: "draft" });
  await makePost({ publishedAt: "2999-01-01T00:00:00Z" });
  const { id } = await makePost();
  await call(post, { method: "DELETE", query: { id } });
  expect(await list()).toEqual([]);
});

test("there are at most 100 of them", async () => {
  for (let count = 0; count < 101; count++) await makePost();
  expect(await list()).toHaveLength(100);
});

test("HEAD has no body", async () => {
  const { status, body } = await call(legacyPosts, { method: "HEAD" });
  expect({ status, body }).toEqual({ status: 200, body: "" });
});
