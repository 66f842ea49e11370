import { contentVersion } from "#lib/server/content-version";
import { changePost, createPost, removePost, restorePost } from "#lib/server/posts/changes";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";

const data = withDatabase();
const EDITOR = { id: null, mayPost: true } as const;
const NOW = Date.UTC(2026, 10, 22);
const version = (now = NOW) => contentVersion(data.db, now);

test("every public change moves it", async () => {
  const seen = [await version()];
  const { id } = await createPost(data.db, newPost(), NOW);
  seen.push(await version());
  await changePost(data.db, `${id}`, { title: "New" }, EDITOR, { now: NOW });
  seen.push(await version());
  await removePost(data.db, `${id}`, EDITOR, { now: NOW });
  seen.push(await version());
  await restorePost(data.db, `${id}`, EDITOR, NOW);
  seen.push(await version());
  await changePost(data.db, `${id}`, { status: "draft" }, EDITOR, { now: NOW });
  seen.push(await version());
  expect(new Set(seen).size).toBe(6);
});

test("what happens to a draft does not", async () => {
  const before = await version();
  const { id } = await createPost(data.db, newPost({ status: "draft" }), NOW);
  await changePost(data.db, `${id}`, { title: "New" }, EDITOR, { now: NOW });
  await removePost(data.db, `${id}`, EDITOR, { now: NOW });
  await restorePost(data.db, `${id}`, EDITOR, NOW);
  expect(await version()).toBe(before);
});

test("a scheduled post moves it at its moment and at no other", async () => {
  const due = NOW + 3_000;
  const before = await version();
  await createPost(data.db, newPost({ publishedAt: new Date(due).toISOString() }), NOW);
  expect(await version(due - 1)).toBe(before);
  const after = await version(due);
  expect(after).not.toBe(before);
  expect(await version(due + 60_000)).toBe(after);
});
