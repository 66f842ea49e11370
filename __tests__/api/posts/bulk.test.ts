import { createPost, trashPost, updatePost } from "#lib/server/posts/write";
import { type BulkResult, BulkResult as Result } from "#lib/shared/bulk";
import { BULK_MAX, type BulkAction } from "#lib/shared/bulk-actions";
import type { NewPostInput } from "#lib/shared/posts";
import { type Headers, makeAuthor, makeEditor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { suspend } from "#support/users";
import { ANYONE } from "#support/viewers";
import autosave from "../../../pages/api/autosaves/[id]";
import one from "../../../pages/api/posts/[id]";
import bulk from "../../../pages/api/posts/bulk";
import posts from "../../../pages/api/posts/index";
import tag from "../../../pages/api/tags/[slug]";

const data = withDatabase();
withSettings({ POSTING: "members", WRITE_LIMIT: 0 });

let olga: TestAccount;
let ada: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
  ada = await makeAuthor();
});

type Selected = { id: string; version?: number };
type Change = { action: BulkAction; tag?: string; posts: Selected[] };

const send = (body: object, headers: Headers = ada.headers) => call(bulk, { method: "POST", headers, body });
async function changed(change: Change, headers: Headers = ada.headers): Promise<BulkResult> {
  const { json, status } = await send(change, headers);
  expect(status).toBe(200);
  return Result.parse(json());
}
async function write(
  fields: Partial<NewPostInput> = {},
  { headers }: TestAccount = ada,
): Promise<{ id: string; version: number }> {
  const { id, version } = asPost((await call(posts, { method: "POST", headers, body: newPost(fields) })).json());
  return { id, version };
}
const read = async ({ id }: Selected) => asPost((await call(one, { query: { id }, headers: olga.headers })).json());
const statusOf = async ({ id }: Selected) => (await call(one, { query: { id }, headers: olga.headers })).status;
const draft = { status: "draft" } as const;

describe("POST /api/posts/bulk — publish", () => {
  test("drafts — published now, each with a revision; a published and a scheduled post — unchanged", async () => {
    const [a, b, out, later] = [
      await write({ ...draft, title: "A" }),
      await write({ ...draft, title: "B" }),
      await write({ title: "Out" }),
      await write({ title: "Later", publishedAt: "2999-01-01T00:00:00Z" }),
    ];
    const result = await changed({ action: "publish", posts: [a, b, out, later] });
    expect(result).toMatchObject({
      changed: [
        { id: a.id, title: "A", status: "published", version: 2 },
        { id: b.id, title: "B", version: 2 },
      ],
      unchanged: [
        { title: "Out", version: 1 },
        { title: "Later", version: 1 },
      ],
      failed: [],
    });
    expect((await call(posts, { query: { sort: "title" } })).json()).toMatchObject([
      { title: "A" },
      { title: "B" },
      { title: "Out" },
    ]);
    expect(await read(later)).toMatchObject({ publishedAt: "2999-01-01T00:00:00.000Z" });
    expect(await rowsIn(data.db, "revisions")).toHaveLength(6);
  });

  test("a version that is not the current one — 412 by title, a draft still; the others published", async () => {
    const [a, b] = [await write({ ...draft, title: "A" }), await write({ ...draft, title: "B" })];
    await updatePost(data.db, a.id, { content: "Not for readers" }, ANYONE);
    const result = await changed({ action: "publish", posts: [a, b] });
    expect(result.changed.map(({ title }) => title)).toEqual(["B"]);
    expect(result.failed).toMatchObject([{ id: a.id, title: "A", problem: { status: 412 } }]);
    expect(await read(a)).toMatchObject({ status: "draft", version: 2 });
  });

  test("without a version — 400, nothing published", async () => {
    const a = await write(draft);
    const response = await send({ action: "publish", posts: [{ id: a.id }] });
    expect(problemIn(response)).toMatchObject({
      status: 400,
      fields: { posts: ["`publish` needs the version of each post"] },
    });
    expect(await read(a)).toMatchObject({ status: "draft" });
  });

  test("a stored draft without a title — validation, nothing stored", async () => {
    const a = await write(draft);
    await data.db.updateTable("posts").set({ title: "" }).execute();
    const { failed } = await changed({ action: "publish", posts: [a] });
    expect(failed).toMatchObject([{ id: a.id, problem: { status: 400, fields: { title: ["Title is required"] } } }]);
    expect(await rowsIn(data.db, "revisions")).toHaveLength(1);
  });

  test("a draft with an autosave — the stored text is published, the autosave stays", async () => {
    const a = await write({ ...draft, content: "Stored" });
    const id = "6f1c2d3e-0000-4000-8000-000000000001";
    const body = { post: a.id, title: "Typed", content: "Typed" };
    const headers = { ...ada.headers, "if-none-match": "*" };
    expect((await call(autosave, { method: "PUT", query: { id }, headers, body })).status).toBeLessThan(300);
    await changed({ action: "publish", posts: [a] });
    expect(await read(a)).toMatchObject({ status: "published", title: "Hello", content: "Stored" });
    expect((await call(autosave, { query: { id }, headers: ada.headers })).json()).toMatchObject({ content: "Typed" });
  });

  test("sent twice, at once — published once, reported as unchanged the other time", async () => {
    const selected = [await write(draft), await write(draft), await write(draft)];
    const results = await Promise.all([1, 2].map(() => changed({ action: "publish", posts: selected })));
    const reported = results.flatMap((result) => [
      result.changed.length,
      result.unchanged.length,
      result.failed.length,
    ]);
    expect(reported[0] ?? 0).toBe(reported[4]);
    expect((reported[0] ?? 0) + (reported[3] ?? 0)).toBe(3);
    expect([reported[2], reported[5]]).toEqual([0, 0]);
    for (const post of selected) expect(await read(post)).toMatchObject({ status: "published", version: 2 });
  });
});

describe("POST /api/posts/bulk — add-tag, remove-tag", () => {
  test("add-tag — added under the spelling of its first use; where it is — unchanged", async () => {
    const [a, b] = [await write({ tags: ["Slow Food"] }), await write({ tags: ["Travel"] })];
    const result = await changed({ action: "add-tag", tag: "slow food", posts: [a, b] });
    expect([result.changed, result.unchanged].map((list) => list.map(({ id }) => id))).toEqual([[b.id], [a.id]]);
    expect(await read(b)).toMatchObject({ tags: ["Travel", "Slow Food"], version: 2 });
  });

  test("add-tag to a post with 20 — validation for it alone", async () => {
    const full = await write({ title: "Full", tags: Array.from({ length: 20 }, (_, n) => `t${n}`) });
    const { changed: done, failed } = await changed({
      action: "add-tag",
      tag: "one more",
      posts: [full, await write()],
    });
    expect(done).toHaveLength(1);
    expect(failed).toMatchObject([{ title: "Full", problem: { fields: { tags: ["At most 20 tags"] } } }]);
    expect(await read(full)).toMatchObject({ version: 1 });
  });

  test("remove-tag — by its name, by its slug, and by a former name", async () => {
    const [a, b, c] = [
      await write({ tags: ["JS", "a"] }),
      await write({ tags: ["JS"] }),
      await write({ tags: ["JS"] }),
    ];
    await call(tag, { method: "PATCH", query: { slug: "js" }, headers: olga.headers, body: { name: "Java Script" } });
    for (const [post, name] of [
      [a, "java script"],
      [b, "java-script"],
      [c, "JS"],
    ] as const) {
      expect((await changed({ action: "remove-tag", tag: name, posts: [post] })).changed).toHaveLength(1);
    }
    expect([await read(a), await read(b), await read(c)].map(({ tags }) => tags)).toEqual([["a"], [], []]);
  });

  test("add-tag without a version — the tag is added whatever has been saved since", async () => {
    const a = await write({ tags: ["a"] });
    await updatePost(data.db, a.id, { tags: ["b"] }, ANYONE);
    await changed({ action: "add-tag", tag: "c", posts: [{ id: a.id }] });
    expect(await read(a)).toMatchObject({ tags: ["b", "c"], version: 3 });
  });
});

describe("POST /api/posts/bulk — delete, restore", () => {
  test("delete, again, restore, again — each changes once; those in the trash before stay", async () => {
    const [a, b, before] = [await write({ title: "A" }), await write(draft), await write({ title: "Before" })];
    await trashPost(data.db, before.id, ANYONE);
    const deleted = await changed({ action: "delete", posts: [a, b, before] });
    expect(deleted.changed.map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(deleted.unchanged).toMatchObject([{ title: "Before" }]);
    expect((await changed({ action: "delete", posts: [a, b] })).unchanged).toHaveLength(2);
    const restore = { action: "restore", posts: deleted.changed.map(({ id, version }) => ({ id, version })) } as const;
    expect((await changed({ ...restore })).changed).toHaveLength(2);
    expect((await changed({ ...restore })).unchanged).toHaveLength(2);
    expect([await statusOf(a), await statusOf(b), await statusOf(before)]).toEqual([200, 200, 404]);
    expect(await read(b)).toMatchObject({ status: "draft", version: 1 });
  });

  test("another version — 412, neither deleted nor restored", async () => {
    const [a, b] = [await write(), await write()];
    await trashPost(data.db, b.id, ANYONE);
    const other = (posts: Selected[]) => posts.map(({ id }) => ({ id, version: 9 }));
    for (const [action, post] of [
      ["delete", a],
      ["restore", b],
    ] as const) {
      const { failed } = await changed({ action, posts: other([post]) });
      expect([action, failed]).toMatchObject([action, [{ title: "Hello", problem: { status: 412 } }]]);
    }
    expect([await statusOf(a), await statusOf(b)]).toEqual([200, 404]);
  });
});

describe("POST /api/posts/bulk — authorization, of each post by itself", () => {
  const actions: Change[] = (["publish", "add-tag", "remove-tag", "delete", "restore"] as const).map((action) => ({
    action,
    ...(action.endsWith("tag") && { tag: "x" }),
    posts: [],
  }));

  test.each(actions)(
    "author, posts of others ($action) — their own changed; others' 403 or as unknown",
    async (change) => {
      const hidden = await write({ ...draft, title: "Hidden" }, olga);
      const open = await write({ title: "Open", tags: ["x"] }, olga);
      const before = await rowsIn(data.db, "posts");
      const selected = [hidden, open, { id: "999", version: 1 }, { id: "x", version: 1 }];
      const result = await changed({ ...change, posts: selected });
      expect([...result.changed, ...result.unchanged]).toEqual([]);
      expect(result.failed).toMatchObject([
        { id: hidden.id, title: null, problem: { status: 404 } },
        { id: open.id, title: "Open" },
        { id: "999", title: null, problem: { status: 404 } },
        { id: "x", title: null, problem: { status: 404 } },
      ]);
      expect([403, 404]).toContain(result.failed[1]?.problem.status);
      expect(await rowsIn(data.db, "posts")).toEqual(before);
    },
  );

  test("editor and owner — posts of all; a read-only key, a suspended account and anonymous — nothing", async () => {
    const post = await write(draft);
    const editor = await makeEditor();
    expect((await changed({ action: "publish", posts: [post] }, editor.headers)).changed).toHaveLength(1);
    const change = { action: "delete", posts: [{ id: post.id }] };
    const reader = await makeKey(ada, { name: "R", scope: "read" });
    expect((await send(change, reader.headers)).status).toBe(403);
    expect((await send(change, {})).status).toBe(401);
    expect((await send(change, { ...ada.headers, "octavo-account": olga.account.id })).status).toBe(409);
    await suspend(olga, ada);
    expect((await send(change)).status).toBe(401);
    expect(await statusOf(post)).toBe(200);
    expect((await changed({ ...change, action: "delete" }, olga.headers)).changed).toHaveLength(1);
  });
});

test.each([
  [{}, "action", "action must be one of publish, add-tag, remove-tag, delete, restore"],
  [{ action: "delete", posts: [] }, "posts", "Select at least one post"],
  [{ action: "add-tag", posts: [{ id: "1" }] }, "tag", "Name a tag"],
  [{ action: "delete", tag: "a", posts: [{ id: "1" }] }, "tag", "Only `add-tag` and `remove-tag` take a tag"],
  [{ action: "delete", posts: [{ id: 1 }] }, "posts.0.id", "The id of a post must be text"],
  [
    { action: "delete", posts: [{ id: "1", version: 0 }] },
    "posts.0.version",
    "The version of a post must be at least 1",
  ],
  [{ action: "delete", posts: [{ id: "1" }], more: 1 }, "more", "Unknown field"],
  [
    { action: "delete", posts: Array.from({ length: BULK_MAX + 1 }, (_, n) => ({ id: `${n + 1}` })) },
    "posts",
    "At most 50 posts in a request",
  ],
])("POST /api/posts/bulk — %j — 400 names the field", async (body, field, error) => {
  await createPost(data.db, { title: "Stays", content: "Here" });
  const problem = problemIn(await send(body, olga.headers));
  expect(problem).toMatchObject({ status: 400 });
  expect(problem.fields?.[field]).toEqual([error]);
  expect(await statusOf({ id: "1" })).toBe(200);
});
