import { findNeighbours } from "#lib/server/posts/pages/neighbours";
import { createPost, trashPost } from "#lib/server/posts/write";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { ANYONE } from "#support/viewers";

const data = withDatabase();
const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

const make = (title: string, minutes: number, fields = {}) => {
  const publishedAt = new Date(NOON + minutes * MINUTE).toISOString();
  return createPost(data.db, newPost({ title, publishedAt, ...fields }), null, NOON);
};

async function besides(post: Awaited<ReturnType<typeof make>>): Promise<(string | undefined)[]> {
  const { older, newer } = await findNeighbours(data.db, post, NOON);
  return [older?.title, newer?.title];
}

test("findNeighbours — several posts — the nearest by publishedAt", async () => {
  const middle = await make("Middle", -20);
  await make("Newest", -5);
  await make("Newer", -10);
  await make("Oldest", -40);
  await make("Older", -30);
  expect(await besides(middle)).toEqual(["Older", "Newer"]);
});

test("findNeighbours — same publishedAt — ordered by id", async () => {
  const posts = [await make("A", -1), await make("B", -1), await make("C", -1)];
  expect(await Promise.all(posts.map(besides))).toEqual([
    [undefined, "B"],
    ["A", "C"],
    ["B", undefined],
  ]);
});

test("findNeighbours — drafts, scheduled and trashed posts — skipped", async () => {
  const post = await make("Post", -10);
  await make("Scheduled", 10);
  await make("Draft", 0, { status: "draft", publishedAt: undefined });
  const { id } = await make("Trash", -5);
  await trashPost(data.db, String(id), ANYONE, { now: NOON });
  expect(await besides(post)).toEqual([undefined, undefined]);
});

test.each([
  ["a draft", 0, { status: "draft", publishedAt: undefined }],
  ["a scheduled post", 10, {}],
])("findNeighbours — of %s — none", async (_name, minutes, fields) => {
  await make("Public", -10);
  expect(await besides(await make("Hidden", minutes, fields))).toEqual([undefined, undefined]);
});

test("findNeighbours — fields — id, slug, title, language and direction", async () => {
  const post = await make("Post", -10);
  await make("Next one", -5);
  const { newer } = await findNeighbours(data.db, post, NOON);
  expect(newer).toEqual({ id: "2", slug: "next-one", title: "Next one", language: null, direction: "ltr" });
});
