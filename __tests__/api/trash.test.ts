import { randomUUID } from "node:crypto";
import { trashPost } from "#lib/server/posts/write";
import { PostListItem, TrashedPost } from "#lib/shared/posts";
import { TRASH_DAYS, TRASH_RETENTION_MS } from "#lib/shared/trash";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { withDatabase } from "#support/database";
import { asPost, listedPosts, makePost, newPost, titlesFound } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { ANYONE } from "#support/viewers";
import oneAutosave from "../../pages/api/autosaves/[id]";
import onePost from "../../pages/api/posts/[id]";
import restore from "../../pages/api/posts/[id]/restore";
import revisions from "../../pages/api/posts/[id]/revisions/index";
import posts from "../../pages/api/posts/index";
import redirect from "../../pages/api/redirects/[path]";
import tags from "../../pages/api/tags/index";
import trashed from "../../pages/api/trash/[id]";

const data = withDatabase();

const DELETED = Date.UTC(2026, 10, 3, 14, 5);
const PURGED = Date.UTC(2026, 11, 3, 14, 5);

type Headers = Record<string, string>;
const get = (id: string, headers: Headers = {}) => call(trashed, { query: { id }, headers });
const purge = (id: string, headers: Headers = {}) => call(trashed, { method: "DELETE", query: { id }, headers });
const remove = (id: string, headers: Headers = {}) => call(onePost, { method: "DELETE", query: { id }, headers });
const bringBack = (id: string, headers: Headers = {}) => call(restore, { method: "POST", query: { id }, headers });

async function makeTrashed(fields: Parameters<typeof newPost>[0] = {}, at = DELETED) {
  const post = await makePost(fields);
  await trashPost(data.db, post.id, ANYONE, { now: at });
  return post;
}

describe("deletedAt and purgeAt", () => {
  beforeEach(() => travelTo(DELETED + 1000));
  const dates = { deletedAt: new Date(DELETED).toISOString(), purgeAt: new Date(PURGED).toISOString() };

  test("GET /api/posts — status=trash — both dates, whatever `fields` says", async () => {
    await makeTrashed({ title: "Gone" });
    expect(await listedPosts({ status: "trash", fields: "title" })).toEqual([{ title: "Gone", ...dates }]);
    expect(await listedPosts({ status: "trash" })).toMatchObject([{ title: "Gone", content: "World", ...dates }]);
  });

  test("GET /api/posts — status=trash and q — both dates beside the matches", async () => {
    await makeTrashed({ title: "Gone" });
    expect(await listedPosts({ status: "trash", q: "gone", fields: "id" })).toEqual([
      { id: "1", ...dates, highlight: { title: "<mark>Gone</mark>", content: "World" } },
    ]);
  });

  test("GET /api/posts — posts not in the trash — neither date", async () => {
    await makePost();
    await makePost({ status: "draft" });
    for (const query of [{}, { status: "draft" }] as Record<string, string>[]) {
      const [post] = PostListItem.array().parse((await call(posts, { query })).json());
      expect([Object.keys(post ?? {}).includes("deletedAt"), Object.keys(post ?? {}).includes("purgeAt")]).toEqual([
        false,
        false,
      ]);
    }
  });

  test("GET /api/trash/{id} — a post in the trash — 200, the whole post with the dates and an ETag", async () => {
    const post = await makeTrashed({ title: "Gone" });
    const { status, headers, json } = await get(post.id);
    expect([status, headers["cache-control"]]).toEqual([200, expect.stringContaining("private, no-store")]);
    expect(TrashedPost.parse(json())).toEqual({ ...post, ...dates });
    expect((await get(post.id, { "if-none-match": String(headers.etag) })).status).toBe(304);
  });

  test("POST /api/posts — the body of GET /api/trash/{id} — 201, a copy", async () => {
    const { id } = await makeTrashed({ title: "Gone" });
    const body = (await get(id)).json();
    const copy = await call(posts, { method: "POST", body });
    expect([copy.status, asPost(copy.json()).title]).toEqual([201, "Gone"]);
  });

  test(`GET /api/trash/{id} — ${TRASH_DAYS} days after the deletion — 404, and it is listed until then only`, async () => {
    const { id } = await makeTrashed();
    travelTo(DELETED + TRASH_RETENTION_MS - 1);
    expect([(await get(id)).status, (await listedPosts({ status: "trash" })).length]).toEqual([200, 1]);
    travelTo(DELETED + TRASH_RETENTION_MS);
    expect(problemIn(await get(id))).toMatchObject({ status: 404, error: "Post not found in the trash" });
    expect(await listedPosts({ status: "trash" })).toEqual([]);
    expect((await purge(id)).status).toBe(404);
    expect((await bringBack(id)).status).toBe(404);
  });
});

describe("DELETE /api/trash/{id}", () => {
  test("a post in the trash — 204, only its autosaves are left", async () => {
    const owner = await makeOwner();
    const create = async (fields = {}) =>
      asPost((await call(posts, { method: "POST", headers: owner.headers, body: newPost(fields) })).json());
    const post = await create({ title: "Secret plan", tags: ["ink", "C++"] });
    const other = await create({ title: "Other plan", tags: ["ink"] });
    const save = (id: string) => ({ method: "PUT", headers: owner.headers, query: { id } });
    for (const one of [post, other]) {
      await call(onePost, { ...save(one.id), method: "PATCH", body: { content: `New content of ${one.title}` } });
      await call(oneAutosave, { ...save(randomUUID()), body: { title: "Newer", post: one.id } });
      await call(redirect, { ...save(""), query: { path: `/old-${one.id}` }, body: { post: one.id } });
    }
    await remove(post.id, owner.headers);
    const { status, body } = await purge(post.id, owner.headers);
    expect([status, body]).toEqual([204, ""]);

    const { db } = data;
    expect(await db.selectFrom("posts").select("id").execute()).toEqual([{ id: Number(other.id) }]);
    for (const table of ["revisions", "post_tags", "renderings", "redirects"] as const) {
      const rows = await db.selectFrom(table).select("post_id").execute();
      expect([table, [...new Set(rows.map(({ post_id }) => String(post_id)))]]).toEqual([table, [other.id]]);
    }
    const autosaves = await db.selectFrom("autosaves").select("post_id").orderBy("post_id").execute();
    expect(autosaves).toEqual([{ post_id: post.id }, { post_id: other.id }]);
    const texts = JSON.stringify(await db.selectFrom("revisions").select("content").execute());
    expect(texts).not.toContain("Secret plan");
    expect(await titlesFound("plan")).toEqual(["Other plan"]);
    expect((await call(posts)).headers["x-total-count"]).toBe("1");
    const trash = await call(posts, { query: { status: "trash" }, headers: owner.headers });
    expect([trash.json(), trash.headers["x-total-count"]]).toEqual([[], "0"]);
    expect((await call(tags)).json()).toEqual([{ tag: "ink", count: 1, slug: "ink" }]);
    for (const read of [onePost, trashed, revisions]) {
      const response = await call(read, { query: { id: post.id }, headers: owner.headers });
      expect(problemIn(response).status).toBe(404);
    }
    expect((await create()).id).toBe("3");
  });

  test("again, or restoring it — 404", async () => {
    const { id } = await makeTrashed({}, Date.now());
    expect((await purge(id)).status).toBe(204);
    expect(problemIn(await purge(id))).toMatchObject({ status: 404, error: "Post not found in the trash" });
    expect(problemIn(await bringBack(id))).toMatchObject({ status: 404, error: "Post not found" });
  });

  test("a post that is not in the trash — 404, it stays", async () => {
    const post = await makePost();
    expect(problemIn(await purge(post.id))).toMatchObject({ status: 404, error: "Post not found in the trash" });
    expect(await listedPosts()).toEqual([post]);
  });

  test("DELETE /api/posts/{id} twice, as after a lost response — 404, it can be restored", async () => {
    const { id } = await makePost();
    expect([(await remove(id)).status, (await remove(id)).status]).toEqual([204, 404]);
    expect((await bringBack(id)).status).toBe(200);
  });

  test.each(["2", "x", "0", "-1", "1e0", ""])("id %j — 404", async (id) => {
    await makeTrashed({}, Date.now());
    expect(problemIn(await purge(id)).status).toBe(404);
    expect((await get("1")).status).toBe(200);
  });

  test("If-Match of a post that was restored and deleted again — 412 with the current one", async () => {
    const { id } = await makeTrashed({ title: "Gone" }, Date.now() - 60_000);
    const etag = String((await get(id)).headers.etag);
    await bringBack(id);
    await remove(id);
    const response = await purge(id, { "if-match": etag });
    const current = await get(id);
    expect(response.status).toBe(412);
    expect(response.json()).toMatchObject({ type: "/docs/errors#precondition-failed", current: current.json() });
    expect(response.headers.etag).toBe(current.headers.etag);
    expect((await purge(id, { "if-match": String(current.headers.etag) })).status).toBe(204);
  });

  test.each(["PUT", "POST", "PATCH"])("%s /api/trash/{id} — 405 with Allow", async (method) => {
    const response = await call(trashed, { method, query: { id: "1" } });
    expect(problemIn(response)).toMatchObject({ status: 405, error: `Method ${method} Not Allowed` });
    expect(response.headers.allow).toBe("GET, HEAD, DELETE, OPTIONS");
  });

  test("a query parameter — 400, it stays", async () => {
    const { id } = await makeTrashed({}, Date.now());
    expect(problemIn(await call(trashed, { method: "DELETE", query: { id, force: "1" } })).status).toBe(400);
    expect((await get(id)).status).toBe(200);
  });
});

describe("POSTING=members", () => {
  withSettings({ POSTING: "members" });
  let owner: TestAccount;
  let ada: TestAccount;
  let id: string;
  beforeEach(async () => {
    [owner, ada] = [await makeOwner(), await makeAuthor("Ada")];
    id = asPost((await call(posts, { method: "POST", headers: ada.headers, body: newPost() })).json()).id;
    await remove(id, ada.headers);
  });

  test("GET and DELETE /api/trash/{id} — another author — 404, it stays", async () => {
    const eve = await makeAuthor("Eve");
    expect(problemIn(await get(id, eve.headers)).status).toBe(404);
    expect(problemIn(await purge(id, eve.headers)).status).toBe(404);
    expect((await get(id, ada.headers)).status).toBe(200);
  });

  test("GET and DELETE /api/trash/{id} — without credentials — 404 and 401", async () => {
    expect(problemIn(await get(id)).status).toBe(404);
    expect(problemIn(await purge(id)).status).toBe(401);
  });

  test("DELETE /api/trash/{id} — a read-only API key — 403, it stays", async () => {
    const { headers } = await makeKey(ada, { name: "A reader", scope: "read" });
    expect(problemIn(await purge(id, headers)).status).toBe(403);
    expect((await get(id, ada.headers)).status).toBe(200);
  });

  test.each(["its author", "the owner"])("DELETE /api/trash/{id} — %s — 204", async (who) => {
    expect((await purge(id, (who === "the owner" ? owner : ada).headers)).status).toBe(204);
    expect((await get(id, ada.headers)).status).toBe(404);
  });

  test("DELETE /api/trash/{id} — a foreign Origin — 403, it stays", async () => {
    expect(problemIn(await purge(id, { ...ada.headers, origin: "https://evil.test" })).status).toBe(403);
    expect((await get(id, ada.headers)).status).toBe(200);
  });

  test("DELETE /api/trash/{id} — Octavo-Account of another account — 409, it stays", async () => {
    const headers = { ...ada.headers, "octavo-account": owner.account.id };
    expect(problemIn(await purge(id, headers)).status).toBe(409);
    expect((await get(id, ada.headers)).status).toBe(200);
  });
});
