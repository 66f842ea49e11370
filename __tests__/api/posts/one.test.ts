import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";

withDatabase();

const send = (method: string, id: string | string[], body?: unknown) => call(post, { method, query: { id }, body });
const read = async (id: string) => asPost((await send("GET", id)).json());

const METHODS = ["GET", "PUT", "PATCH", "DELETE"];

describe.each(METHODS)("%s /api/posts/{id}", (method) => {
  test.each([
    "2",
    "abc",
    "01",
    "0",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "0x1",
    " 1",
    "1 ",
    "1\n",
    "١",
    "",
    "null",
    "__proto__",
    "1;drop table posts",
    "99999999999999999999",
    "9".repeat(400),
  ])("id %j — 404 Post not found", async (id) => {
    await makePost();
    const response = await send(method, id, newPost());
    expect(problemIn(response)).toMatchObject({ status: 404, error: "Post not found" });
  });

  test("unknown parameter — 400 names it", async () => {
    const { id } = await makePost();
    const response = await call(post, { method, query: { id, colour: "blue" }, body: newPost() });
    expect(problemIn(response)).toMatchObject({
      status: 400,
      fields: { colour: [expect.stringContaining("Unknown parameter `colour`")] },
    });
  });
});

test("HEAD /api/posts/{id} — the Content-Length of GET, no body", async () => {
  const { id } = await makePost();
  const { status, body, headers } = await send("HEAD", id);
  expect({ status, body }).toEqual({ status: 200, body: "" });
  expect(headers["content-length"]).toBe((await send("GET", id)).headers["content-length"]);
});

describe("PUT", () => {
  test("all fields — replaced, version incremented, the stored post returned", async () => {
    const created = await makePost({ tags: ["old"], excerpt: "Old" });
    const { status, json } = await send("PUT", created.id, { title: "New", content: "Newer", tags: ["new"] });
    const replaced = asPost(json());
    expect(status).toBe(200);
    expect(replaced).toMatchObject({
      id: created.id,
      title: "New",
      content: "Newer",
      tags: ["new"],
      slug: "new",
      version: 2,
    });
    expect(replaced.createdAt).toBe(created.createdAt);
    expect(await read(created.id)).toEqual(replaced);
  });

  test("omitted fields — emptied", async () => {
    const created = await makePost({ tags: ["a"], excerpt: "Mine" });
    await send("PUT", created.id, newPost());
    expect(await read(created.id)).toMatchObject({ tags: [], excerpt: "World" });
  });

  test("a draft, status omitted — still a draft", async () => {
    const { id } = await makePost({ status: "draft" });
    await send("PUT", id, newPost({ title: "Still a draft" }));
    expect(await read(id)).toMatchObject({ status: "draft", publishedAt: null });
  });

  test.each([
    ["with everything", { excerpt: "Mine", tags: ["b", "a"], publishedAt: "2020-01-01T00:00:00Z" }],
    ["a generated excerpt", { content: `${"Some *words*. ".repeat(60)}` }],
    ["no words", { content: "---" }],
    ["status draft", { status: "draft" as const }],
    ["a future publishedAt", { publishedAt: "2999-01-01T00:00:00Z" }],
    ["many scripts", { title: "Ünïcödé 🙂 שלום", content: "日本語 <b>x</b>" }],
  ])("the body of GET, post with %s — nothing changes", async (_name, fields) => {
    const created = await makePost(fields);
    const { status } = await send("PUT", created.id, await read(created.id));
    expect(status).toBe(200);
    expect(await read(created.id)).toEqual(created);
  });

  test("read-only fields — ignored", async () => {
    const created = await makePost();
    const forged = {
      id: "9",
      version: 70,
      createdAt: "2001-01-01T00:00:00Z",
      author: { id: "1", name: "Me" },
    };
    await send("PUT", created.id, { ...newPost(), ...forged });
    expect(await read(created.id)).toEqual(created);
  });
});

describe("PATCH", () => {
  test.each([
    ["title", { title: "Changed" }, { title: "Changed", slug: "changed", url: "http://octavo.test/blog/1/changed" }],
    ["content, and the generated excerpt", { content: "Changed" }, { content: "Changed", excerpt: "Changed" }],
    ["tags", { tags: ["B", "b"] }, { tags: ["B"] }],
    ["excerpt", { excerpt: "Mine" }, { excerpt: "Mine" }],
    ["publishedAt", { publishedAt: "2020-01-01T00:00:00Z" }, { publishedAt: "2020-01-01T00:00:00.000Z" }],
    ["status", { status: "draft" }, { status: "draft", publishedAt: null }],
    ["tags null", { tags: null }, { tags: [] }],
  ])("%s — nothing else changes", async (_name, patch, changes) => {
    const created = await makePost({ tags: ["a"] });
    const { status, json } = await send("PATCH", created.id, patch);
    expect(status).toBe(200);
    const { updatedAt: _before, ...before } = created;
    const { updatedAt: _after, ...after } = asPost(json());
    expect(after).toEqual({ ...before, version: 2, ...changes });
    expect(await read(created.id)).toEqual(asPost(json()));
  });

  test("application/merge-patch+json over HTTP — 200", async () => {
    const { id } = await makePost();
    const headers = { "content-type": "application/merge-patch+json" };
    const { status } = await call(post, { method: "PATCH", query: { id }, headers, raw: '{"title":"Merged"}' });
    expect(status).toBe(200);
    expect(await read(id)).toMatchObject({ title: "Merged" });
  });

  test("a draft, status published — publishedAt is now", async () => {
    const { id } = await makePost({ status: "draft" });
    const published = asPost((await send("PATCH", id, { status: "published" })).json());
    expect(published.publishedAt).toBe(published.updatedAt);
  });

  test("publishedAt null — a scheduled post is published now, a published one keeps its date", async () => {
    const { id } = await makePost({ publishedAt: "2999-01-01T00:00:00Z" });
    const published = asPost((await send("PATCH", id, { publishedAt: null })).json());
    expect(published.publishedAt).toBe(published.updatedAt);
    const { publishedAt } = asPost((await send("PATCH", id, { publishedAt: null })).json());
    expect(publishedAt).toBe(published.publishedAt);
  });
});

describe("excerpt", () => {
  test("PATCH /api/posts/{id} — a generated excerpt, new content — the excerpt follows", async () => {
    const { id } = await makePost({ content: "First **words**." });
    await send("PATCH", id, { content: "Other [words](https://example.org)." });
    expect(await read(id)).toMatchObject({ excerpt: "Other words." });
  });

  test("PATCH /api/posts/{id} — the author's excerpt, new content — the excerpt stays", async () => {
    const { id } = await makePost({ excerpt: "My own" });
    await send("PATCH", id, { content: "Other words." });
    expect(await read(id)).toMatchObject({ excerpt: "My own" });
  });

  test("PUT /api/posts/{id} — a generated excerpt sent back unchanged — it still follows the content", async () => {
    const created = await makePost({ content: "First words." });
    await send("PUT", created.id, created);
    await send("PATCH", created.id, { content: "Other words." });
    expect(await read(created.id)).toMatchObject({ excerpt: "Other words." });
  });

  test.each([null, "", "  "])(
    "PATCH /api/posts/{id} — excerpt %j — it is generated from the content",
    async (excerpt) => {
      const { id } = await makePost({ excerpt: "My own" });
      await send("PATCH", id, { excerpt });
      expect(await read(id)).toMatchObject({ excerpt: "World" });
    },
  );
});

describe("DELETE", () => {
  test("204, then GET is 404", async () => {
    const { id } = await makePost();
    const { status, body } = await send("DELETE", id);
    expect({ status, body }).toEqual({ status: 204, body: "" });
    expect((await send("GET", id)).status).toBe(404);
  });

  test("a deleted post — 404", async () => {
    const { id } = await makePost();
    await send("DELETE", id);
    expect(problemIn(await send("DELETE", id))).toMatchObject({ error: "Post not found" });
  });

  test("other posts are unchanged", async () => {
    const [gone, kept] = [await makePost(), await makePost({ title: "Kept" })];
    await send("DELETE", gone.id);
    expect(await read(kept.id)).toEqual(kept);
  });
});

describe.each(["PUT", "PATCH"])("%s /api/posts/{id} — rejected — the post is unchanged", (method) => {
  test.each([
    ["an empty title", { ...newPost(), title: " " }],
    ["null for content", { ...newPost(), content: null }],
    ["an unknown field", { ...newPost(), titel: "x" }],
    ["a title too long", newPost({ title: "x".repeat(201) })],
    ["unknown status", { ...newPost(), status: "gone" }],
    ["a list", [newPost()]],
    ["nothing", null],
  ])("%s", async (_name, body) => {
    const created = await makePost();
    expect(problemIn(await send(method, created.id, body)).status).toBe(400);
    expect(await read(created.id)).toEqual(created);
  });
});

describe("GET /api/posts/{id} — fields", () => {
  const ask = (id: string, fields: string) => call(post, { query: { id, fields } });

  test("fields — only these, with the ETag of the whole post", async () => {
    const { id } = await makePost({ title: "Hello" });
    const { headers, json } = await ask(id, "title,version");
    expect(json()).toEqual({ title: "Hello", version: 1 });
    expect(headers.etag).toBe((await call(post, { query: { id } })).headers.etag);
    expect(headers.etag).toMatch(new RegExp(`^"${id}-1-[\\w-]{8}"$`));
  });

  test.each(["", "title,colour", "id;title"])("fields %p — 400", async (fields) => {
    const { id } = await makePost();
    expect(problemIn(await ask(id, fields))).toMatchObject({ status: 400 });
  });
});
