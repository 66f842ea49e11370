import { BODY_MAX } from "#lib/shared/body";
import { CONTENT_MAX } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, listedPosts, makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();

const create = (body: unknown) => call(posts, { method: "POST", body });
const countStored = async () =>
  (
    await data.db
      .selectFrom("posts")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow()
  ).count;

test("POST /api/posts — title and content — published now, version 1, without an author", async () => {
  const created = await makePost();
  expect(created).toMatchObject({ status: "published", version: 1, author: null, tags: [], excerpt: "World" });
  expect(created.publishedAt).toBe(created.createdAt);
  expect(created.updatedAt).toBe(created.createdAt);
  expect(Math.abs(Date.now() - Date.parse(created.createdAt))).toBeLessThan(60_000);
});

test("POST /api/posts — Location is the API's path, url the page's", async () => {
  const { headers, json } = await create(newPost({ title: "Grüße, Welt" }));
  const { id, url } = asPost(json());
  expect(headers.location).toBe(`http://octavo.test/api/posts/${id}`);
  expect(url).toBe(`http://octavo.test/blog/${id}/gru%C3%9Fe-welt`);
});

test("POST /api/posts — every field — GET returns each", async () => {
  const created = await makePost({
    excerpt: "In short",
    tags: ["News", "Café"],
    publishedAt: "2020-01-31T10:00:00+01:00",
  });
  expect(created).toMatchObject({
    excerpt: "In short",
    tags: ["News", "Café"],
    publishedAt: "2020-01-31T09:00:00.000Z",
  });
});

test("POST /api/posts — status draft — publishedAt is null", async () => {
  expect(await makePost({ status: "draft", publishedAt: "2020-01-01T00:00:00Z" })).toMatchObject({
    status: "draft",
    publishedAt: null,
  });
});

test("POST /api/posts — a form body — 201", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const { status, json } = await call(posts, { method: "POST", raw: "title=From+a+form&content=caf%C3%A9", headers });
  expect(status).toBe(201);
  expect(asPost(json())).toMatchObject({ title: "From a form", content: "café" });
});

test("POST /api/posts — one after the other — ids increase", async () => {
  const ids = [await makePost(), await makePost(), await makePost()].map(({ id }) => id);
  expect(ids).toEqual(["1", "2", "3"]);
});

test("POST /api/posts — a form that repeats tags — 201 with all of them", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const response = await call(posts, {
    method: "POST",
    raw: "title=a&content=b&tags=Tea&tags=Caf%C3%A9+Noir",
    headers,
  });
  expect([response.status, asPost(response.json()).tags]).toEqual([201, ["Tea", "Café Noir"]]);
});

describe("POST /api/posts — invalid body — 400 names every invalid field, and nothing is stored", () => {
  test.each([
    ["no title", { content: "b" }, ["title"]],
    ["neither", {}, ["content", "title"]],
    ["wrong types", { title: 1, content: ["x"], tags: "a" }, ["content", "tags", "title"]],
    ["title too long", newPost({ title: "x".repeat(201) }), ["title"]],
    ["content too long", newPost({ content: "x".repeat(CONTENT_MAX + 1) }), ["content"]],
    ["unknown fields", { ...newPost(), admin: true, Title: "x" }, ["Title", "admin"]],
    ["a lone surrogate", newPost({ title: "\ud83d" }), ["title"]],
    ["NUL", newPost({ content: "a\0b" }), ["content"]],
    ["21 tags", newPost({ tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }), ["tags"]],
    ["unknown status", { ...newPost(), status: "scheduled" }, ["status"]],
    ["invalid publishedAt", newPost({ publishedAt: "tomorrow" }), ["publishedAt"]],
    ["`__proto__`", JSON.parse('{"title":"a","content":"b","__proto__":{"title":"x"}}'), ["__proto__"]],
  ])("%s", async (_name, body, fields) => {
    const problem = problemIn(await create(body));
    expect(problem).toMatchObject({ status: 400, type: "/docs/errors#validation" });
    expect(Object.keys(problem.fields ?? {}).sort()).toEqual(fields);
    expect(await countStored()).toBe(0);
  });

  test.each([
    ["malformed JSON", '{"title":"a",', "application/json", 400],
    ["a list", '[{"title":"a","content":"b"}]', "application/json", 400],
    ["not UTF-8", Buffer.from('{"title":"\xFC","content":"b"}', "latin1"), "application/json", 400],
    ["over 3 MiB", JSON.stringify(newPost({ content: "x".repeat(BODY_MAX) })), "application/json", 413],
    ["plain text", JSON.stringify(newPost()), "text/plain", 415],
    ["an empty body", "", "application/json", 400],
    ["a form with an unknown field", "title=a&content=b&c=d", "application/x-www-form-urlencoded", 400],
  ])("%s", async (_name, raw, type, status) => {
    const response = await call(posts, { method: "POST", raw, headers: { "content-type": type } });
    expect(problemIn(response).status).toBe(status);
    expect(await countStored()).toBe(0);
  });
});

describe("POST /api/posts — any text — GET returns it unchanged", () => {
  test.each([
    ["emoji", "👨‍👩‍👧‍👦 family 🏳️‍🌈 🇺🇳"],
    ["right-to-left", "שלום עולם مرحبا بالعالم"],
    ["right-to-left controls", "a\u202Ebc\u202C \u2067d\u2069"],
    ["a script", "<script>alert('1')</script>"],
    ["an image with a script", '"><img src=x onerror=alert(1)>'],
    ["entities", "&lt;b&gt; &amp; &#x41;"],
    ["SQL", "'); DROP TABLE posts; --"],
    ["escapes", 'back\\slash "quotes" %00 {{y}} #{z}'],
    ["composed and decomposed accents", "é e\u0301"],
    ["characters beyond 16 bits", "𝒳 𠮷野家 🜁"],
  ])("%s", async (_name, text) => {
    const created = await makePost({ title: text, content: text });
    expect(created).toMatchObject({ title: text, content: text });
    expect(asPost((await call(post, { query: { id: created.id } })).json())).toEqual(created);
    expect(await listedPosts()).toEqual([created]);
  });
});
