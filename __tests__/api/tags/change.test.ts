import { inTransaction } from "#lib/server/db/transaction";
import { resolveTags } from "#lib/server/tags/resolve";
import type { NewPostInput } from "#lib/shared/posts";
import { TagCount } from "#lib/shared/tags";
import { makeAuthor, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, listedPosts, makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import onePost from "../../../pages/api/posts/[id]";
import restore from "../../../pages/api/posts/[id]/restore";
import revision from "../../../pages/api/posts/[id]/revisions/[version]";
import posts from "../../../pages/api/posts/index";
import oneTag from "../../../pages/api/tags/[slug]";
import tags from "../../../pages/api/tags/index";

const data = withDatabase();
withSettings({ API_KEY: "a-key-of-the-owner-that-is-long-enough" });
const headers = { authorization: "Bearer a-key-of-the-owner-that-is-long-enough" };

const rename = (slug: string, name: unknown) =>
  call(oneTag, { method: "PATCH", query: { slug }, headers, body: { name } });
const remove = (slug: string) => call(oneTag, { method: "DELETE", query: { slug }, headers });
const listed = async () => TagCount.array().parse((await call(tags)).json());
const titlesOf = async (tag: string) => (await listedPosts({ tag, sort: "title" })).map(({ title }) => title);
const read = (id: string) => call(onePost, { query: { id }, headers });
const create = async (fields: Partial<NewPostInput>) =>
  asPost((await call(posts, { method: "POST", headers, body: { title: "A", content: "B", ...fields } })).json());

test("PATCH /api/tags/:slug — a new name — posts, lists, counts and search have it", async () => {
  const { id } = await makePost({ title: "One", tags: ["js", "web"] });
  await makePost({ title: "Two", tags: ["js"], publishedAt: "2001-01-01T00:00:00Z" });
  const response = await rename("js", "JavaScript");
  expect([response.status, response.json()]).toEqual([200, { tag: "JavaScript", count: 2, slug: "javascript" }]);
  expect((await read(id)).json()).toMatchObject({ tags: ["JavaScript", "web"], version: 1 });
  expect(await listed()).toEqual([
    { tag: "JavaScript", count: 2, slug: "javascript" },
    { tag: "web", count: 1, slug: "web" },
  ]);
  expect(await titlesOf("JavaScript")).toEqual(["One", "Two"]);
  expect(await listedPosts({ q: "javascript" })).toHaveLength(2);
  expect(await listedPosts({ q: "js" })).toEqual([]);
});

test("PATCH /api/tags/:slug — afterwards — the former name and slug stand for the tag", async () => {
  await makePost({ title: "One", tags: ["Старый"] });
  await rename("старыи", "New");
  for (const tag of ["Старый", "СТАРЫЙ", "старыи", "new"]) expect(await titlesOf(tag)).toEqual(["One"]);
  expect((await makePost({ title: "Two", tags: ["старый", "NEW"] })).tags).toEqual(["New"]);
  expect((await rename("старыи", "New")).json()).toEqual({ tag: "New", count: 2, slug: "new" });
  expect((await remove("старыи")).status).toBe(404);
});

test("PATCH /api/tags/:slug — the same name in another spelling — posts and slug", async () => {
  const { id } = await makePost({ tags: ["node.js"] });
  expect((await rename("node-js", "Node.js")).json()).toEqual({ tag: "Node.js", count: 1, slug: "node-js" });
  expect((await read(id)).json()).toMatchObject({ tags: ["Node.js"] });
});

test("PATCH /api/tags/:slug — the name of another tag — merges them", async () => {
  const both = await makePost({ title: "Both", tags: ["js", "x", "JavaScript"] });
  await makePost({ title: "One", tags: ["js"] });
  await makePost({ title: "Other", tags: ["JavaScript"] });
  expect((await rename("js", "javascript")).json()).toEqual({ tag: "JavaScript", count: 3, slug: "javascript" });
  expect((await read(both.id)).json()).toMatchObject({ tags: ["JavaScript", "x"] });
  for (const tag of ["js", "JavaScript"]) expect(await titlesOf(tag)).toEqual(["Both", "One", "Other"]);
  const stored = await rowsIn(data.db, "post_tags");
  expect(stored.map(({ tag }) => tag).sort()).toEqual(["javascript", "javascript", "javascript", "x"]);
});

test("PATCH /api/tags/:slug — merged again, and back — all former names stand for the current tag", async () => {
  await makePost({ title: "One", tags: ["a"] });
  await rename("a", "b");
  await rename("b", "c");
  for (const tag of ["a", "b", "c"]) expect(await titlesOf(tag)).toEqual(["One"]);
  expect((await rename("c", "A")).json()).toMatchObject({ tag: "A", count: 1 });
  for (const tag of ["a", "b", "c"]) expect(await titlesOf(tag)).toEqual(["One"]);
  expect(await listed()).toEqual([{ tag: "A", count: 1, slug: "a" }]);
});

test("PATCH /api/tags/:slug — the former name of another tag — takes it from that one", async () => {
  await makePost({ title: "One", tags: ["go"] });
  await makePost({ title: "Two", tags: ["game"] });
  await rename("go", "golang");
  await rename("game", "go");
  expect(await titlesOf("go")).toEqual(["Two"]);
  expect(await titlesOf("golang")).toEqual(["One"]);
});

test("PATCH /api/tags/:slug — drafts, scheduled posts and trash — have the new name too", async () => {
  const draft = await create({ tags: ["old"], status: "draft" });
  const later = await create({ tags: ["old"], publishedAt: "2999-01-01T00:00:00Z" });
  const trashed = await create({ tags: ["old"] });
  await call(onePost, { method: "DELETE", query: { id: trashed.id }, headers });
  expect((await rename("old", "new")).json()).toEqual({ tag: "new", count: 0, slug: "new" });
  await call(restore, { method: "POST", query: { id: trashed.id }, headers });
  for (const { id } of [draft, later, trashed]) expect((await read(id)).json()).toMatchObject({ tags: ["new"] });
  expect(await listed()).toEqual([{ tag: "new", count: 1, slug: "new" }]);
});

test("PATCH /api/tags/:slug — ETags of posts and lists change, versions and revisions do not", async () => {
  const { id } = await makePost({ tags: ["old"] });
  const before = [await read(id), await call(posts), await call(tags)].map((response) => response.headers.etag);
  await rename("old", "new");
  const after = [await read(id), await call(posts), await call(tags)].map((response) => response.headers.etag);
  for (const [at, etag] of before.entries()) expect(after[at]).not.toBe(etag);
  const stored = await call(revision, { query: { id, version: "1" }, headers });
  expect(stored.json()).toMatchObject({ tags: ["old"] });
  // A text that was read before can still be saved.
  const ifMatch = { ...headers, "if-match": `"${id}-1"` };
  const saved = await call(onePost, { method: "PUT", query: { id }, headers: ifMatch, body: stored.json() });
  expect([saved.status, saved.json()]).toEqual([200, expect.objectContaining({ tags: ["new"], version: 1 })]);
});

test("PATCH /api/tags/:slug — more posts than a batch — all of them", async () => {
  for (let n = 0; n < 45; n++) await makePost({ title: `Post ${n}`, tags: ["old", n % 2 ? "odd" : "even"] });
  expect((await rename("old", "new")).json()).toMatchObject({ count: 45 });
  expect(await listed()).toEqual([
    { tag: "new", count: 45, slug: "new" },
    { tag: "even", count: 23, slug: "even" },
    { tag: "odd", count: 22, slug: "odd" },
  ]);
  expect((await rowsIn(data.db, "post_tags")).filter(({ tag }) => tag === "new")).toHaveLength(45);
});

test("DELETE /api/tags/:slug — no post has the tag, and its name is free", async () => {
  const { id } = await makePost({ tags: ["Old", "b"] });
  const trashed = await create({ tags: ["Old"] });
  await call(onePost, { method: "DELETE", query: { id: trashed.id }, headers });
  await rename("old", "New");
  expect([(await remove("new")).status, (await remove("new")).status]).toEqual([204, 404]);
  expect((await read(id)).json()).toMatchObject({ tags: ["b"], version: 1 });
  expect(await listed()).toEqual([{ tag: "b", count: 1, slug: "b" }]);
  expect(await listedPosts({ tag: "new" })).toEqual([]);
  expect(await listedPosts({ q: "new" })).toEqual([]);
  expect((await makePost({ tags: ["OLD"] })).tags).toEqual(["OLD"]);
  expect((await rowsIn(data.db, "post_tags")).map(({ tag }) => tag).sort()).toEqual(["b", "old"]);
});

test.each(["PATCH", "DELETE"])(
  "%s /api/tags/:slug — an author — 403; anonymous — 401; no such tag — 404",
  async (method) => {
    await makeOwner();
    const author = await makeAuthor();
    await create({ tags: ["old"] });
    const statusFor = async (slug: string, headers = {}) =>
      (await call(oneTag, { method, query: { slug }, headers, body: { name: "new" } })).status;
    expect(await statusFor("old")).toBe(401);
    expect(await statusFor("old", author.headers)).toBe(403);
    expect(await statusFor("none", headers)).toBe(404);
    expect(await listed()).toEqual([{ tag: "old", count: 1, slug: "old" }]);
  },
);

test.each([[""], ["a,b"], [5], [undefined], ["x".repeat(61)]])(
  "PATCH /api/tags/:slug — name %j — 400",
  async (name) => {
    await makePost({ tags: ["old"] });
    expect(Object.keys(problemIn(await rename("old", name)).fields ?? {})).toEqual(["name"]);
  },
);

test.each(["PATCH", "DELETE"])("%s /api/tags/:slug — a slug with NUL — 400", async (method) => {
  const response = await call(oneTag, { method, query: { slug: "a\0b" }, headers, body: { name: "new" } });
  expect(problemIn(response)).toMatchObject({ status: 400, fields: { slug: [expect.any(String)] } });
});

test.each(["PATCH", "DELETE"])("%s /api/tags/:slug — on more than 10,000 posts — 409", async (method) => {
  await makePost({ tags: ["old"] });
  const rows = Array.from({ length: 10_000 }, (_, n) => ({
    ...{
      title: "A",
      content: "B",
      excerpt: "B",
      excerpt_own: 0,
      tags: '["old"]',
      status: "draft" as const,
      version: 1,
    },
    ...{ id: n + 10, slug: "a", title_sort: "a", reading_minutes: 1, created_at: 0, updated_at: 0 },
    ...{ canonical_url: "", direction: "ltr" as const, language: "", slug_own: 0, cover: "" },
  }));
  const tagged = rows.map(({ id }) => ({ post_id: id, tag: "old", updated_at: 0, title_sort: "a" }));
  for (let at = 0; at < rows.length; at += 1_000) {
    await data.db
      .insertInto("posts")
      .values(rows.slice(at, at + 1_000))
      .execute();
    await data.db
      .insertInto("post_tags")
      .values(tagged.slice(at, at + 1_000))
      .execute();
  }
  const response = await call(oneTag, { method, query: { slug: "old" }, headers, body: { name: "new" } });
  expect(problemIn(response)).toMatchObject({ status: 409, type: "/docs/errors#too-many-posts" });
  expect(await listed()).toEqual([{ tag: "old", count: 1, slug: "old" }]);
});

test("PATCH /api/tags/:slug — after an interrupted merge — completes it", async () => {
  await makePost({ title: "One", tags: ["old"] });
  await makePost({ title: "Two", tags: ["new"] });
  await data.db.updateTable("tags").set({ target: "new" }).where("key", "=", "old").execute();
  expect(await inTransaction(data.db, (trx) => resolveTags(trx, ["OLD"]))).toEqual(["new"]);
  expect((await rename("old", "new")).json()).toEqual({ tag: "new", count: 2, slug: "new" });
  expect(await titlesOf("old")).toEqual(["One", "Two"]);
});
