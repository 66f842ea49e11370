import { sql } from "kysely";
import { createPost, trashPost, updatePost } from "#lib/server/posts/write";
import { withDatabase } from "#support/database";
import { makePost, newPost, titlesFound } from "#support/factories";
import { ANYONE, READER } from "#support/viewers";

const data = withDatabase();
const editor = ANYONE;
const stored = () => data.db.selectFrom("posts").selectAll().orderBy("id").execute();
const breakSearch = () => sql`alter table posts_search rename to hidden`.execute(data.db);
const mendSearch = () => sql`alter table hidden rename to posts_search`.execute(data.db);

test("posts created at the same time each have an id of their own", async () => {
  const made = await Promise.all(Array.from({ length: 50 }, (_, n) => createPost(data.db, newPost({ title: `${n}` }))));
  expect(new Set(made.map(({ id }) => id)).size).toBe(50);
  expect((await stored()).map(({ id, title }) => [id, title])).toEqual(
    made.map(({ id, title }) => [id, title]).sort(([a], [b]) => Number(a) - Number(b)),
  );
});

test("changes of one post at the same time each count", async () => {
  const { id } = await createPost(data.db, newPost());
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => updatePost(data.db, `${id}`, { title: `Title ${n}` }, editor)),
  );
  expect((await stored())[0]?.version).toBe(21);
});

test("an id is not used again after its post was removed", async () => {
  const { id } = await createPost(data.db, newPost());
  await trashPost(data.db, `${id}`, editor);
  expect((await createPost(data.db, newPost())).id).toBe(id + 1);
});

test("an id is not used again even when no row is left", async () => {
  for (let count = 0; count < 3; count++) await createPost(data.db, newPost());
  await data.db.deleteFrom("posts").execute();
  expect((await createPost(data.db, newPost())).id).toBe(4);
});

test("a creation that fails half-way leaves nothing", async () => {
  await breakSearch();
  await expect(createPost(data.db, newPost())).rejects.toThrow("posts_search");
  await mendSearch();
  expect(await stored()).toEqual([]);
});

test("a change that fails half-way leaves the post as it was", async () => {
  const { id } = await createPost(data.db, newPost());
  const before = await stored();
  await breakSearch();
  await expect(updatePost(data.db, `${id}`, { title: "Changed" }, editor)).rejects.toThrow("posts_search");
  await mendSearch();
  expect(await stored()).toEqual(before);
});

test("after a failure the database takes the next write", async () => {
  await breakSearch();
  await expect(createPost(data.db, newPost())).rejects.toThrow();
  await mendSearch();
  await makePost({ title: "Next" });
  expect(await titlesFound("next")).toEqual(["Next"]);
});

test("times are those of the call", async () => {
  const { id } = await createPost(data.db, newPost(), null, 1_000);
  await updatePost(data.db, `${id}`, { title: "Later" }, editor, { now: 2_000 });
  expect((await stored())[0]).toMatchObject({ created_at: 1_000, published_at: 1_000, updated_at: 2_000 });
});

test("whoever may not edit a draft is told that there is none", async () => {
  const { id } = await createPost(data.db, newPost({ status: "draft" }));
  const stranger = READER;
  await expect(updatePost(data.db, `${id}`, { title: "Mine" }, stranger)).rejects.toThrow("Post not found");
  await expect(trashPost(data.db, `${id}`, stranger)).rejects.toThrow("Post not found");
  expect((await stored())[0]).toMatchObject({ title: "Hello", trashed_at: null });
});
