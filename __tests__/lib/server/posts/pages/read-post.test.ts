import { requirePostOfPage } from "#lib/server/posts/pages/read-post";
import { requirePost } from "#lib/server/posts/read";
import { createPost, trashPost } from "#lib/server/posts/write";
import { getRendering, RENDERER_VERSION } from "#lib/server/rendering/cache";
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

const read = ({ id }: Awaited<ReturnType<typeof make>>) => requirePostOfPage(data.db, String(id), ANYONE, NOON);

async function besides(post: Awaited<ReturnType<typeof make>>): Promise<(string | undefined)[]> {
  const { older, newer } = (await read(post)).neighbours;
  return [older?.title, newer?.title];
}

test("requirePostOfPage, neighbours — several posts — the nearest by publishedAt", async () => {
  const middle = await make("Middle", -20);
  await make("Newest", -5);
  await make("Newer", -10);
  await make("Oldest", -40);
  await make("Older", -30);
  expect(await besides(middle)).toEqual(["Older", "Newer"]);
});

test("requirePostOfPage, neighbours — same publishedAt — ordered by id", async () => {
  const posts = [await make("A", -1), await make("B", -1), await make("C", -1)];
  expect(await Promise.all(posts.map(besides))).toEqual([
    [undefined, "B"],
    ["A", "C"],
    ["B", undefined],
  ]);
});

test("requirePostOfPage, neighbours — drafts, scheduled and trashed posts — skipped", async () => {
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
])("requirePostOfPage, neighbours — of %s — none", async (_name, minutes, fields) => {
  await make("Public", -10);
  expect(await besides(await make("Hidden", minutes, fields))).toEqual([undefined, undefined]);
});

test("requirePostOfPage, neighbours — fields — id, slug, title, language and direction", async () => {
  const post = await make("Post", -10);
  await make("Next one", -5);
  const { newer } = (await read(post)).neighbours;
  expect(newer).toEqual({ id: "2", slug: "next-one", title: "Next one", language: null, direction: "ltr" });
});

test("requirePostOfPage — row — that of requirePost, with the rendering of this version", async () => {
  const post = await make("Post", -10);
  expect((await read(post)).row).toMatchObject({
    ...(await requirePost(data.db, String(post.id), ANYONE, NOON)),
    html: "<p>World</p>\n",
    contents: "[]",
  });
});

test.each([
  ["missing", () => data.db.deleteFrom("renderings").execute()],
  [
    "of another renderer",
    () =>
      data.db
        .updateTable("renderings")
        .set({ renderer: RENDERER_VERSION - 1 })
        .execute(),
  ],
  ["of an older version", () => data.db.updateTable("renderings").set({ version: 0 }).execute()],
])("requirePostOfPage — stored rendering %s — none, and getRendering renders", async (_name, spoil) => {
  const post = await make("Post", -10);
  await spoil();
  const { row } = await read(post);
  expect(row).toMatchObject({ html: null, contents: null });
  expect(await getRendering(data.db, row, row)).toEqual({ html: "<p>World</p>\n", contents: [] });
});

test("requirePostOfPage — one statement", async () => {
  const post = await make("Post", -10);
  const execute = jest.spyOn(data.db.getExecutor(), "executeQuery");
  await read(post);
  expect(execute).toHaveBeenCalledTimes(1);
});
