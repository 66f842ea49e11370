import { listPosts } from "#lib/server/posts/list/list";
import { parseTags } from "#lib/server/posts/row";
import { createPost, updatePost } from "#lib/server/posts/write";
import { deleteTag, renameTag } from "#lib/server/tags/change";
import { ANONYMOUS, type Viewer } from "#lib/server/viewer";
import { rowsIn, withTwoProcesses } from "#support/database";

const two = withTwoProcesses();
const OWNER: Viewer = { id: "key", account: null, role: "owner", mayPost: true, edits: "all", scope: "write" };
const post = (tags: string[]) => ({ title: "A", content: "B", tags });
const tagsOf = async () => (await rowsIn(two.here, "tags")).map(({ key, target }) => [key, target]);

/** Whether JSON, post_tags and counters of all posts are consistent. */
async function expectConsistent(): Promise<void> {
  const posts = await two.here.selectFrom("posts").selectAll().execute();
  const expected = posts.flatMap((row) => parseTags({ tags: row.tags }).map((tag) => `${row.id} ${tag}`));
  const rows = await two.here.selectFrom("post_tags").selectAll().execute();
  expect(rows.map(({ post_id, tag }) => `${post_id} ${tag}`).sort()).toEqual(expected.sort());
  const counts = await two.here.selectFrom("post_counts").selectAll().where("kind", "=", "tag").execute();
  for (const { name, posts } of counts)
    expect([name, posts]).toEqual([name, rows.filter(({ tag }) => tag === name).length]);
}

test("createPost — two processes create the same new tags at once — one tag each, in one spelling", async () => {
  const names = [
    ["Tea", "Cake", "C"],
    ["cake", "TEA", "C++"],
    ["CAKE", "tea", "C#"],
  ];
  const created = await Promise.all(
    names.flatMap((tags) => [createPost(two.here, post(tags)), createPost(two.there, post(tags.toReversed()))]),
  );
  const spellings = new Set(created.flatMap(parseTags));
  expect([...spellings].map((name) => name.toLowerCase()).sort()).toEqual(["c", "c#", "c++", "cake", "tea"]);
  const stored = await rowsIn(two.here, "tags");
  expect(stored.map(({ slug }) => slug).sort()).toEqual(["c", "c-2", "c-3", "cake", "tea"]);
});

test("renameTag — posts are created and saved meanwhile — none keeps the former name", async () => {
  const first = await createPost(two.here, post(["old", "other"]));
  for (let n = 0; n < 24; n++) await createPost(two.here, post(["old"]));
  const writes = Array.from({ length: 12 }, (_, n) => createPost(n % 2 ? two.here : two.there, post(["old", "other"])));
  const save = updatePost(two.there, String(first.id), { title: "B", tags: ["old", "new"] }, OWNER);
  const renamed = renameTag(two.here, "old", "new");
  await Promise.all([...writes, save, renamed]);
  expect(await tagsOf()).toEqual(
    expect.arrayContaining([
      ["old", "new"],
      ["new", null],
      ["other", null],
    ]),
  );
  await expectConsistent();
  const { posts } = await listPosts(two.there, { tag: "old", limit: 100 }, ANONYMOUS);
  expect(posts).toHaveLength(37);
});

test("renameTag — two tags are renamed to each other at once — one tag remains", async () => {
  for (const name of ["a", "b"]) for (let n = 0; n < 25; n++) await createPost(two.here, post([name]));
  await Promise.all([renameTag(two.here, "a", "b"), renameTag(two.there, "b", "a")]);
  await expectConsistent();
  const today = (await tagsOf()).filter(([, target]) => target === null);
  expect(today).toHaveLength(1);
  const { posts } = await listPosts(two.here, { tag: "a", limit: 100 }, ANONYMOUS);
  expect(posts).toHaveLength(50);
});

test("deleteTag — another tag is renamed to it meanwhile — no post has a tag that does not exist", async () => {
  for (let round = 0; round < 5; round++) {
    for (const name of ["old", "other"]) for (let n = 0; n < 25; n++) await createPost(two.here, post([name]));
    await Promise.allSettled([deleteTag(two.there, "old"), renameTag(two.here, "other", "old")]);
    const tags = await two.here.selectFrom("tags").select(["key", "target"]).execute();
    const keys = tags.map(({ key }) => key);
    expect((await rowsIn(two.here, "post_tags")).filter(({ tag }) => !keys.includes(String(tag)))).toEqual([]);
    await expectConsistent();
    for (const { key, target } of tags) if (target === null) await deleteTag(two.here, key);
  }
});

test("deleteTag — posts with the tag are created meanwhile — consistent in either order", async () => {
  for (let n = 0; n < 25; n++) await createPost(two.here, post(["old"]));
  const writes = Array.from({ length: 10 }, (_, n) => createPost(n % 2 ? two.here : two.there, post(["old"])));
  await Promise.all([...writes, deleteTag(two.there, "old")]);
  await expectConsistent();
});
