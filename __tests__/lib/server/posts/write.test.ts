import { sql } from "kysely";
import { createPost, trashPost, updatePost } from "#lib/server/posts/write";
import { withDatabase } from "#support/database";
import { makePost, newPost, titlesFound } from "#support/factories";
import { ANYONE, READER } from "#support/viewers";

const data = withDatabase();
const editor = ANYONE;
const stored = () => data.db.selectFrom("posts").selectAll().orderBy("id").execute();
const breakSearch = () => sql`alter table posts_search rename to hidden`.execute(data.db);
const repairSearch = () => sql`alter table hidden rename to posts_search`.execute(data.db);

test("createPost — 50 at once — unique ids", async () => {
  const created = await Promise.all(
    Array.from({ length: 50 }, (_, n) => createPost(data.db, newPost({ title: `${n}` }))),
  );
  expect(new Set(created.map(({ id }) => id)).size).toBe(50);
  expect((await stored()).map(({ id, title }) => [id, title])).toEqual(
    created.map(({ id, title }) => [id, title]).sort(([a], [b]) => Number(a) - Number(b)),
  );
});

test("updatePost — 20 at once on one post — version 21", async () => {
  const { id } = await createPost(data.db, newPost());
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => updatePost(data.db, `${id}`, { title: `Title ${n}` }, editor)),
  );
  expect((await stored())[0]?.version).toBe(21);
});

test("createPost — after a post was trashed — its id is not reused", async () => {
  const { id } = await createPost(data.db, newPost());
  await trashPost(data.db, `${id}`, editor);
  expect((await createPost(data.db, newPost())).id).toBe(id + 1);
});

test("createPost — after all rows were deleted — no id is reused", async () => {
  for (let count = 0; count < 3; count++) await createPost(data.db, newPost());
  await data.db.deleteFrom("posts").execute();
  expect((await createPost(data.db, newPost())).id).toBe(4);
});

test("createPost — fails while indexing — nothing is stored", async () => {
  await breakSearch();
  await expect(createPost(data.db, newPost())).rejects.toThrow("posts_search");
  await repairSearch();
  expect(await stored()).toEqual([]);
});

test("updatePost — fails while indexing — the post is unchanged", async () => {
  const { id } = await createPost(data.db, newPost());
  const before = await stored();
  await breakSearch();
  await expect(updatePost(data.db, `${id}`, { title: "Changed" }, editor)).rejects.toThrow("posts_search");
  await repairSearch();
  expect(await stored()).toEqual(before);
});

test("updatePost — only the status — the search entry stays, and the excerpt", async () => {
  const { excerpt, id } = await createPost(data.db, newPost({ content: "A *text*", tags: ["tea"] }));
  await breakSearch();
  const changed = await updatePost(data.db, `${id}`, { status: "draft" }, editor);
  await repairSearch();
  expect(changed).toMatchObject({ excerpt, excerpt_own: 0, version: 2 });
  await updatePost(data.db, `${id}`, { status: "published" }, editor);
  expect(await titlesFound("text tea")).toHaveLength(1);
});

test("updatePost — only title and tags, long text — found by old and new words", async () => {
  const content = `${"A *text* with `code`. ".repeat(300)} The end.`;
  const { id } = await createPost(data.db, newPost({ content, tags: ["tea"] }));
  const changed = await updatePost(data.db, `${id}`, { title: "Changed", tags: ["coffee"] }, editor);
  expect(changed.excerpt).toContain("A text with code.");
  expect(await titlesFound("end changed coffee")).toEqual(["Changed"]);
  expect(await titlesFound("tea")).toEqual([]);
});

test("updatePost — own excerpt cleared, the text stays — the excerpt is generated", async () => {
  const { id } = await createPost(data.db, newPost({ content: "A *text*", excerpt: "Mine" }));
  expect(await updatePost(data.db, `${id}`, { excerpt: "" }, editor)).toMatchObject({
    excerpt: "A text",
    excerpt_own: 0,
  });
});

test("updatePost — own excerpt stored meanwhile, the text stays — it is retained", async () => {
  const { id } = await createPost(data.db, newPost({ content: "A *text*" }));
  const changes = [{ excerpt: "Mine" }, { status: "draft" as const }, { title: "Changed" }];
  await Promise.all(changes.map((patch) => updatePost(data.db, `${id}`, patch, editor)));
  const own = { excerpt: "Mine", excerpt_own: 1, status: "draft", title: "Changed", version: 4 };
  expect(await stored()).toMatchObject([own]);
});

test("createPost — after a failed write — succeeds", async () => {
  await breakSearch();
  await expect(createPost(data.db, newPost())).rejects.toThrow();
  await repairSearch();
  await makePost({ title: "Next" });
  expect(await titlesFound("next")).toEqual(["Next"]);
});

test("createPost, updatePost — `now` — the dates", async () => {
  const { id } = await createPost(data.db, newPost(), null, 1_000);
  await updatePost(data.db, `${id}`, { title: "Later" }, editor, { now: 2_000 });
  expect((await stored())[0]).toMatchObject({ created_at: 1_000, published_at: 1_000, updated_at: 2_000 });
});

test("updatePost, trashPost — a draft, not permitted — not found", async () => {
  const { id } = await createPost(data.db, newPost({ status: "draft" }));
  await expect(updatePost(data.db, `${id}`, { title: "Mine" }, READER)).rejects.toThrow("Post not found");
  await expect(trashPost(data.db, `${id}`, READER)).rejects.toThrow("Post not found");
  expect((await stored())[0]).toMatchObject({ title: "Hello", trashed_at: null });
});
