import { Post, type PostPatchInput, Revision } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";
import revision from "../../../pages/api/posts/[id]/revisions/[version]";
import posts from "../../../pages/api/posts/index";

withDatabase();

const send = (method: string, id: string, body?: object) => call(post, { method, query: { id }, body });
const read = async (id: string) => Post.parse((await send("GET", id)).json());
const patch = async (id: string, body: PostPatchInput) => Post.parse((await send("PATCH", id, body)).json());

test.each([
  ["as typed", "node.js_Tips~2", "node.js_Tips~2"],
  ["Russian", "привет-мир", "привет-мир"],
  ["Persian with a joiner", "می\u200cخواهم", "می\u200cخواهم"],
  ["Devanagari with vowel signs", "नमस्ते", "नमस्ते"],
  ["Japanese, half-width marks unchanged", "ﾊﾝｶｸ-雑記", "ﾊﾝｶｸ-雑記"],
  ["decomposed", "cafe\u0301", "caf\u00e9"],
  ["spaces", "  my own   words ", "my-own-words"],
  ["of the maximum length", "😀".replace("😀", "東").repeat(200), "東".repeat(200)],
])("POST /api/posts — slug %s — at the end of the URL", async (_name, slug, stored) => {
  const created = await makePost({ slug });
  expect(created).toMatchObject({ slug: stored, url: `http://octavo.test/blog/1/${encodeURIComponent(stored)}` });
  expect(await read("1")).toEqual(created);
});

test.each([
  ["a slash", "a/b", "Slug must not contain “/”; use letters and digits of any script, -, ., _ and ~"],
  ["a backslash", "a\\b", "Slug must not contain “\\”; use letters and digits of any script, -, ., _ and ~"],
  ["a percent sign", "%2F", "Slug must not contain “%”; use letters and digits of any script, -, ., _ and ~"],
  ["a question mark", "a?b", "Slug must not contain “?”; use letters and digits of any script, -, ., _ and ~"],
  [
    "a bidirectional mark",
    "a\u202eb",
    "Slug must not contain “\u202e”; use letters and digits of any script, -, ., _ and ~",
  ],
  ["one dot", ".", "Slug must not consist of dots only"],
  ["two dots", "..", "Slug must not consist of dots only"],
  ["the name of a page below a post", "edit", "Slug must not be “edit”, which is a page of every post"],
  ["201 characters", "x".repeat(201), "Slug must be at most 200 characters long"],
  ["many combining marks", "\u0301".repeat(100_000), "Slug must be at most 200 characters long"],
  ["a control character", "a\u0007b", "Slug must not contain U+0007, a control character"],
  ["a noncharacter", "a\ufffeb", "Slug must not contain U+FFFE, a noncharacter"],
  ["a number", 7, "Slug must be text"],
])("POST, PUT and PATCH /api/posts — slug with %s — 400 names it", async (_name, slug, message) => {
  const { id } = await makePost();
  const body = { ...newPost(), slug };
  for (const response of [
    await call(posts, { method: "POST", body }),
    await send("PUT", id, body),
    await send("PATCH", id, { slug }),
  ]) {
    expect(problemIn(response)).toMatchObject({ status: 400, fields: { slug: [message] } });
  }
});

test("POST /api/posts — two posts with the same slug — both have it", async () => {
  const created = [await makePost({ slug: "same" }), await makePost({ slug: "same" })];
  expect(created.map(({ slug, url }) => [slug, url])).toEqual([
    ["same", "http://octavo.test/blog/1/same"],
    ["same", "http://octavo.test/blog/2/same"],
  ]);
});

test("PATCH /api/posts/{id} — title of a post with its own slug — the slug stays", async () => {
  await makePost({ slug: "mine" });
  expect(await patch("1", { title: "Other" })).toMatchObject({ slug: "mine" });
});

test.each([null, "", "  "])("PATCH /api/posts/{id} — slug %j — generated from the title again", async (slug) => {
  await makePost({ slug: "mine" });
  expect(await patch("1", { slug })).toMatchObject({ slug: "hello", version: 2 });
  expect(await patch("1", { title: "Other" })).toMatchObject({ slug: "other" });
});

test("PUT /api/posts/{id} — slug omitted — generated from the title again", async () => {
  await makePost({ slug: "mine" });
  await send("PUT", "1", newPost());
  expect(await read("1")).toMatchObject({ slug: "hello" });
});

describe.each(["PUT", "PATCH"])("%s /api/posts/{id} — the body of GET", (method) => {
  test.each([{}, { slug: "mine" }])("unchanged, slug %j — nothing changes", async (fields) => {
    const created = await makePost(fields);
    await send(method, "1", created);
    expect(await read("1")).toEqual(created);
  });

  test("another title, generated slug — the slug follows the title, now and later", async () => {
    const created = await makePost();
    await send(method, "1", { ...created, title: "New title" });
    expect(await read("1")).toMatchObject({ slug: "new-title" });
    expect(await patch("1", { title: "Newer" })).toMatchObject({ slug: "newer" });
  });

  test("another title, own slug — the slug stays", async () => {
    const created = await makePost({ slug: "mine" });
    await send(method, "1", { ...created, title: "New title" });
    expect(await read("1")).toMatchObject({ slug: "mine" });
  });

  test("a revision — its slug is restored, generated or not", async () => {
    await makePost({ title: "First" });
    await patch("1", { title: "Second", slug: "mine" });
    await patch("1", { slug: null, title: "Third" });
    const restore = async (version: string) => {
      const old = Revision.parse((await call(revision, { query: { id: "1", version } })).json());
      await send(method, "1", old);
      return read("1");
    };
    expect(await restore("2")).toMatchObject({ title: "Second", slug: "mine" });
    expect(await restore("1")).toMatchObject({ title: "First", slug: "first" });
    expect(await patch("1", { title: "Fourth" })).toMatchObject({ slug: "fourth" });
  });
});

test("POST /api/posts — the body of GET — a copy with the same text and slug", async () => {
  const created = await makePost({ slug: "mine", canonicalUrl: "https://example.org/", tags: ["a"], excerpt: "Short" });
  const copy = await makePost(created);
  const own = ["id", "url", "createdAt", "updatedAt", "publishedAt"];
  const rest = (one: Post) => Object.entries(one).filter(([name]) => !own.includes(name));
  expect(copy.id).toBe("2");
  expect(rest(copy)).toEqual(rest(created));
});
