import { countPosts } from "#lib/server/posts/list/counts";
import { listPosts } from "#lib/server/posts/list/list";
import type { Viewer } from "#lib/server/viewer";
import type { PostListQuery } from "#lib/shared/post-query";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { ANYONE, READER } from "#support/viewers";

const data = withDatabase();

beforeEach(async () => {
  await makePost({ title: "Public", tags: ["a", "b"] });
  await makePost({ title: "Other", tags: ["b"] });
  await makePost({ title: "Draft", tags: ["a"], status: "draft" });
  await makePost({ title: "Later", tags: ["a"], publishedAt: "2999-01-01T00:00:00Z" });
});

/** The titles that a viewer gets; list and count have to agree. */
async function seen(query: PostListQuery, viewer: Viewer, now?: number): Promise<string[]> {
  const { posts } = await listPosts(data.db, query, viewer, now);
  expect(await countPosts(data.db, query, viewer, now)).toBe(posts.length);
  return posts.map(({ title }) => title).sort();
}

test.each<[PostListQuery, string[], string[]]>([
  [{}, ["Other", "Public"], ["Other", "Public"]],
  [{ tag: "a" }, ["Public"], ["Public"]],
  [{ tag: "b", q: "public" }, ["Public"], ["Public"]],
  [{ tag: "none" }, [], []],
  [{ q: "draft" }, [], []],
  [{ q: "…" }, [], []],
  [{ status: "draft" }, ["Draft"], []],
  [{ status: "draft", tag: "b" }, [], []],
  [{ status: "scheduled" }, ["Later"], []],
  [{ status: "scheduled", q: "later" }, ["Later"], []],
  [{ status: "trash" }, [], []],
])(
  "listPosts, countPosts — %j — the same posts for an editor and for a reader",
  async (query, forEditor, forReader) => {
    expect(await seen(query, ANYONE)).toEqual(forEditor);
    expect(await seen(query, READER)).toEqual(forReader);
  },
);

test("listPosts, countPosts — a scheduled post falls due — listed and counted", async () => {
  const [before, due] = [Date.UTC(2998, 11, 31), Date.UTC(2999, 0, 1)];
  expect(await seen({}, READER, before)).toEqual(["Other", "Public"]);
  expect(await seen({}, READER, due)).toEqual(["Later", "Other", "Public"]);
  expect(await seen({ status: "scheduled" }, ANYONE, due)).toEqual([]);
});
