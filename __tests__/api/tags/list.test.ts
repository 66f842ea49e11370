import { TagCount } from "#lib/shared/tags";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";
import tags from "../../../pages/api/tags/index";

withDatabase();

const listed = async () => TagCount.array().parse((await call(tags)).json());

test("GET /api/tags — most used first, then by name", async () => {
  for (const names of [["b", "a"], ["b"], ["c"]]) await makePost({ tags: names });
  expect(await listed()).toEqual([
    { tag: "b", count: 2, slug: "b" },
    { tag: "a", count: 1, slug: "a" },
    { tag: "c", count: 1, slug: "c" },
  ]);
});

test("GET /api/tags — drafts and scheduled posts — not counted", async () => {
  await makePost({ tags: ["a"], status: "draft" });
  await makePost({ tags: ["b"], publishedAt: "2999-01-01T00:00:00Z" });
  const { id } = await makePost({ tags: ["c"] });
  await call(post, { method: "DELETE", query: { id } });
  expect(await listed()).toEqual([]);
});

test("GET /api/tags — a tag without posts — left out", async () => {
  const { id } = await makePost({ tags: ["old", "kept"] });
  await call(post, { method: "PATCH", query: { id }, body: { tags: ["kept"] } });
  expect(await listed()).toEqual([{ tag: "kept", count: 1, slug: "kept" }]);
});

test("GET /api/tags — If-None-Match — 304", async () => {
  await makePost({ tags: ["a"] });
  const { headers } = await call(tags);
  const again = await call(tags, { headers: { "if-none-match": String(headers.etag) } });
  expect([again.status, again.body]).toEqual([304, ""]);
});

test("GET /api/tags — a parameter — 400", async () => {
  expect(problemIn(await call(tags, { query: { limit: "1" } }))).toMatchObject({ status: 400 });
});
