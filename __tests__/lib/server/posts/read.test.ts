import { requirePost } from "#lib/server/posts/read";
import { createPost, trashPost } from "#lib/server/posts/write";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { ANYONE, READER } from "#support/viewers";

const data = withDatabase();
const editor = ANYONE;
const NOON = Date.UTC(2026, 0, 1, 12);
const AT_NOON = "2026-01-01T12:00:00Z";

const make = async (fields = {}) => `${(await createPost(data.db, newPost(fields), null, NOON)).id}`;

test("requirePost — public, reader — returned", async () => {
  const id = await make();
  expect((await requirePost(data.db, id, READER, NOON)).title).toBe("Hello");
});

test.each([
  ["a draft", { status: "draft" }],
  ["a post scheduled for the next millisecond", { publishedAt: "2026-01-01T12:00:00.001Z" }],
])("requirePost — %s — returned to an editor, not found for a reader", async (_name, fields) => {
  const id = await make(fields);
  await expect(requirePost(data.db, id, READER, NOON)).rejects.toThrow("Post not found");
  expect((await requirePost(data.db, id, editor, NOON)).title).toBe("Hello");
});

test("requirePost — scheduled, reader — not found before its date, returned from then on", async () => {
  const id = await make({ publishedAt: AT_NOON });
  await expect(requirePost(data.db, id, READER, NOON - 1)).rejects.toThrow("Post not found");
  expect((await requirePost(data.db, id, READER, NOON)).title).toBe("Hello");
});

test("requirePost — in the trash, editor — not found", async () => {
  const id = await make();
  await trashPost(data.db, id, editor, { now: NOON });
  await expect(requirePost(data.db, id, editor, NOON)).rejects.toThrow("Post not found");
});
