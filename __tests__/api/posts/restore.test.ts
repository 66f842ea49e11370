import { trashPost } from "#lib/server/posts/write";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, listedPosts, makePost, titlesFound } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { ANYONE } from "#support/viewers";
import post from "../../../pages/api/posts/[id]";
import restore from "../../../pages/api/posts/[id]/restore";

const data = withDatabase();

const DAY_MS = 24 * 60 * 60 * 1000;
const bringBack = (id: string) => call(restore, { method: "POST", query: { id } });
const remove = (id: string) => call(post, { method: "DELETE", query: { id } });

test("POST /api/posts/{id}/restore — a deleted post — 200, listed and found again", async () => {
  const created = await makePost({ title: "Lost words", tags: ["a"] });
  await remove(created.id);
  const { status, headers, json } = await bringBack(created.id);
  expect(status).toBe(200);
  expect(asPost(json())).toEqual(created);
  expect(headers.etag).toBe((await call(post, { query: { id: created.id } })).headers.etag);
  expect(await listedPosts()).toEqual([created]);
  expect(await titlesFound("lost")).toEqual(["Lost words"]);
});

test("POST /api/posts/{id}/restore — a deleted draft — a draft again", async () => {
  const { id } = await makePost({ status: "draft" });
  await remove(id);
  expect((await bringBack(id)).json()).toMatchObject({ status: "draft" });
  expect(await listedPosts()).toEqual([]);
});

test("POST /api/posts/{id}/restore — a post that is not in the trash — 200, unchanged", async () => {
  const created = await makePost();
  expect((await bringBack(created.id)).json()).toEqual(created);
});

test("GET /api/posts — status=trash — deleted posts", async () => {
  const [gone] = [await makePost({ title: "Gone" }), await makePost()];
  await remove(gone.id);
  expect((await listedPosts({ status: "trash" })).map(({ id }) => id)).toEqual([gone.id]);
});

test("POST /api/posts/{id}/restore — deleted more than 30 days ago — 404", async () => {
  const [gone, kept] = [await makePost(), await makePost()];
  const ago = Date.now() - 30 * DAY_MS;
  await trashPost(data.db, gone.id, ANYONE, { now: ago - 1000 });
  await trashPost(data.db, kept.id, ANYONE, { now: ago + DAY_MS });
  expect(problemIn(await bringBack(gone.id))).toMatchObject({ status: 404, error: "Post not found" });
  expect((await bringBack(kept.id)).status).toBe(200);
});

test.each(["2", "x", "0", ""])("POST /api/posts/{id}/restore — id %j — 404", async (id) => {
  await makePost();
  expect(problemIn(await bringBack(id))).toMatchObject({ status: 404, error: "Post not found" });
});

describe("POSTING=members", () => {
  withSettings({ POSTING: "members", API_KEY: "a-key-that-is-long-enough" });

  test("POST /api/posts/{id}/restore — without credentials — 401", async () => {
    expect(problemIn(await bringBack("1")).status).toBe(401);
  });
});
