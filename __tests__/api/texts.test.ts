import { createMocks } from "node-mocks-http";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";
import { makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, makePost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import about from "../../pages/api/about";
import account from "../../pages/api/auth/account";
import atom from "../../pages/api/feeds/atom";
import jsonFeed from "../../pages/api/feeds/json";
import rss from "../../pages/api/feeds/rss";
import keys from "../../pages/api/keys/index";
import legacyPosts from "../../pages/api/legacy-posts";
import llms from "../../pages/api/llms";
import messages from "../../pages/api/messages/index";
import onePost from "../../pages/api/posts/[id]";
import markdown from "../../pages/api/posts/[id]/markdown";
import revision from "../../pages/api/posts/[id]/revisions/[version]";
import posts from "../../pages/api/posts/index";

const data = withDatabase();

const FORBIDDEN: [string, string][] = [
  ["a\0b", "U+0000, a control character"],
  ["a\u0007", "U+0007, a control character"],
  ["a\u000bb", "U+000B, a control character"],
  ["a\u000cb", "U+000C, a control character"],
  ["a\u001bb", "U+001B, a control character"],
  ["a\u007f", "U+007F, a control character"],
  ["a\u0085b", "U+0085, a control character"],
  ["a\ufdd0b", "U+FDD0, a noncharacter"],
  ["a\uffff", "U+FFFF, a noncharacter"],
  ["a\u{1fffe}b", "U+1FFFE, a noncharacter"],
  ["a\ud83d", "U+D83D, a lone surrogate"],
  ["\ude00b", "U+DE00, a lone surrogate"],
];

test.each(FORBIDDEN)("POST, PUT, PATCH /api/posts — %j — 400 names field and code point", async (text, what) => {
  const { id } = await makePost();
  const body = { title: text, content: `Text ${text}`, excerpt: text, tags: [text] };
  const expected = {
    title: [`Title must not contain ${what}`],
    content: [`Content must not contain ${what}`],
    excerpt: [`Excerpt must not contain ${what}`],
    "tags.0": expect.arrayContaining([`A tag must not contain ${what}`]),
  };
  expect(problemIn(await call(posts, { method: "POST", body }))).toMatchObject({ status: 400, fields: expected });
  for (const method of ["PUT", "PATCH"]) {
    const response = await call(onePost, { method, query: { id }, body });
    expect(problemIn(response)).toMatchObject({ status: 400, fields: expected });
  }
});

test.each(FORBIDDEN)("about, messages, keys, accounts — %j — 400 names field and code point", async (text, what) => {
  const { headers } = await makeOwner();
  const message = { name: text, email: "ann@octavo.test", message: text };
  const responses = [
    await call(about, { method: "PUT", headers, body: { content: text } }),
    await call(messages, { method: "POST", body: message }),
    await call(keys, { method: "POST", headers, body: { name: text } }),
    await call(account, { method: "PATCH", headers, body: { name: text } }),
  ];
  const named = { name: [expect.stringContaining(`Name must not contain ${what}`)] };
  expect(responses.map((response) => problemIn(response).fields)).toEqual([
    { content: expect.arrayContaining([`Content must not contain ${what}`]) },
    {
      ...named,
      name: expect.arrayContaining(named.name),
      message: expect.arrayContaining([`Message must not contain ${what}`]),
    },
    { name: expect.arrayContaining(named.name) },
    { name: expect.arrayContaining(named.name) },
  ]);
});

test("POST /api/posts — tab, newline, U+FFFD, U+FEFF within, private use — accepted", async () => {
  const content = "a\tb\nc \ufffd \ue000 d\ufeffe \u200d\u202e";
  expect(await makePost({ content })).toMatchObject({ content });
});

test.each([
  ["a\r\nb\r\n\r\nc", "a\nb\n\nc"],
  ["a\rb", "a\nb"],
])("POST /api/posts — line ends %j — stored as line feeds", async (content, stored) => {
  expect(await makePost({ content, excerpt: content })).toMatchObject({ content: stored });
});

describe("stored text with control characters", () => {
  const DIRTY = "o\u0007l\u0000d\u0085 \ufffe\u001b[0mtext";
  const CLEAN = "old [0mtext";

  /** As an earlier version would have stored it; PostgreSQL takes no NUL. */
  async function makeDirtyPost() {
    const { id } = await makePost({ title: "old text", content: "old text", excerpt: "mine" });
    const dirty = DIRTY.replace("\0", "");
    const columns = { title: dirty, content: `${dirty}\r\nline`, excerpt: dirty };
    await data.db.updateTable("posts").set(columns).where("id", "=", Number(id)).execute();
    await data.db.updateTable("revisions").set(columns).where("post_id", "=", Number(id)).execute();
    await data.db.deleteFrom("renderings").execute();
    return id;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\\u00[01]|\\u007f|&#x?[01]?[0-9a-f];/i;

  test("JSON, legacy list, revisions — clean", async () => {
    const id = await makeDirtyPost();
    const expected = { title: CLEAN, content: `${CLEAN}\nline` };
    expect((await call(onePost, { query: { id } })).json()).toMatchObject({ ...expected, excerpt: CLEAN });
    expect((await call(posts)).json()).toMatchObject([expected]);
    expect((await call(posts, { query: { q: "0mtext" } })).body).not.toMatch(CONTROL);
    expect((await call(legacyPosts)).json()).toMatchObject([expected]);
    expect((await call(revision, { query: { id, version: "1" } })).json()).toMatchObject(expected);
  });

  test.each([
    ["RSS", rss],
    ["Atom", atom],
    ["JSON Feed", jsonFeed],
    ["llms.txt", llms],
  ])("%s — clean", async (_name, handler) => {
    await makeDirtyPost();
    const { body, status } = await call(handler);
    expect(status).toBe(200);
    expect(body).toMatch(/old .*0mtext/);
    expect(body).not.toMatch(CONTROL);
    expect(body).not.toContain("\ufffd");
  });

  test("Markdown file, page — clean", async () => {
    const id = await makeDirtyPost();
    const file = await call(markdown, { query: { id } });
    expect(file.body).toContain(`title: "${CLEAN}"`);
    expect(file.body).not.toMatch(CONTROL);
    const { req, res } = createMocks({ url: `/blog/${id}/old-text`, headers: { host: "octavo.test" } });
    const page = await getPostPageProps({
      req,
      res,
      params: { id, slug: "old-text" },
      query: {},
      resolvedUrl: "/",
    } as never);
    expect(JSON.stringify(page)).toContain(CLEAN);
    expect(JSON.stringify(page)).not.toMatch(CONTROL);
  });

  test("PUT /api/posts/{id} — the body of GET — 200, the same version", async () => {
    const id = await makeDirtyPost();
    const body = (await call(onePost, { query: { id } })).json();
    const response = await call(onePost, { method: "PUT", query: { id }, body });
    expect([response.status, asPost(response.json()).version]).toEqual([200, 1]);
  });

  test("PATCH /api/posts/{id} — another field — stores the clean text", async () => {
    const id = await makeDirtyPost();
    await call(onePost, { method: "PATCH", query: { id }, body: { tags: ["new"] } });
    const stored = await data.db.selectFrom("posts").select(["title", "content", "excerpt"]).executeTakeFirst();
    expect(stored).toEqual({ title: CLEAN, content: `${CLEAN}\nline`, excerpt: CLEAN });
  });

  test("messages and names — clean", async () => {
    const { headers } = await makeOwner();
    await call(messages, { method: "POST", body: { name: "Ann", email: "ann@octavo.test", message: "Hi" } });
    await call(keys, { method: "POST", headers, body: { name: "Key" } });
    await data.db.updateTable("messages").set({ name: "A\u0007nn", message: "H\u001bi" }).execute();
    await data.db.updateTable("api_keys").set({ name: "K\u0007ey" }).execute();
    expect((await call(messages, { headers })).json()).toMatchObject([{ name: "Ann", message: "Hi" }]);
    expect((await call(keys, { headers })).json()).toMatchObject([{ name: "Key" }]);
  });
});

describe("POST /api/posts — a post as fetched", () => {
  test("the body of GET — 201, a copy with its own id", async () => {
    const original = await makePost({ title: "One", tags: ["a"], excerpt: "Mine" });
    await call(onePost, { method: "PATCH", query: { id: original.id }, body: { title: "Two" } });
    const fetched = asPost((await call(onePost, { query: { id: original.id } })).json());
    const response = await call(posts, { method: "POST", body: fetched });
    expect(response.status).toBe(201);
    const { title, content, excerpt, tags, status, publishedAt } = fetched;
    const clone = asPost(response.json());
    expect(clone).toMatchObject({ title, content, excerpt, tags, status, publishedAt, version: 1 });
    expect(clone.id).not.toBe(fetched.id);
  });

  test("an item of a search, a revision — 201", async () => {
    const { id } = await makePost();
    const [found] = (await call(posts, { query: { q: "hello" } })).json() as object[];
    const old = (await call(revision, { query: { id, version: "1" } })).json();
    for (const body of [found, old]) expect((await call(posts, { method: "POST", body })).status).toBe(201);
  });

  test("an unknown field — 400 names it", async () => {
    const response = await call(posts, { method: "POST", body: { ...newPost(), id: "7", colour: "red" } });
    expect(problemIn(response).fields).toEqual({ colour: ["Unknown field"] });
  });
});

describe("PATCH /api/posts/{id} — no change", () => {
  const change = (method: string, id: string, body: object, headers = {}) =>
    call(onePost, { method, query: { id }, body, headers });

  async function versionsOf(id: string): Promise<number[]> {
    const rows = await data.db.selectFrom("revisions").select("version").where("post_id", "=", Number(id)).execute();
    return rows.map(({ version }) => version);
  }

  test.each<[string, object]>([
    ["nothing", {}],
    ["the same title", { title: " One " }],
    ["the same content", { content: "Text\r\nMore" }],
    ["the same tags", { tags: ["B", "a"] }],
    ["the same status", { status: "published" }],
    ["publishedAt null, post published", { publishedAt: null }],
    ["excerpt null, excerpt generated", { excerpt: null }],
    ["read-only fields", { id: "99", version: 7 }],
  ])("%s — 200, the same version and ETag, no revision", async (_name, patch) => {
    const post = await makePost({ title: "One", content: "Text\nMore", tags: ["b", "a"] });
    const { etag } = (await call(onePost, { query: { id: post.id } })).headers;
    const response = await change("PATCH", post.id, patch);
    expect([response.status, response.json(), response.headers.etag]).toEqual([200, post, etag]);
    expect(await versionsOf(post.id)).toEqual([1]);
  });

  test("PUT of the body of GET — 200, the same version, no revision", async () => {
    const post = await makePost({ title: "One", tags: ["b"], excerpt: "Mine" });
    const response = await change("PUT", post.id, post);
    expect([response.status, response.json()]).toEqual([200, post]);
    expect(await versionsOf(post.id)).toEqual([1]);
  });

  test("outdated If-Match — 412 all the same", async () => {
    const { id } = await makePost();
    expect((await change("PATCH", id, {}, { "if-match": `"${id}-7"` })).status).toBe(412);
  });

  test.each<[string, object]>([
    ["tags in another order", { tags: ["a", "b"] }],
    ["an excerpt of the author", { excerpt: "Mine" }],
    ["a draft", { status: "draft" }],
  ])("%s — another version", async (_name, patch) => {
    const { id } = await makePost({ tags: ["b", "a"] });
    expect(asPost((await change("PATCH", id, patch)).json()).version).toBe(2);
    expect(await versionsOf(id)).toEqual([1, 2]);
  });

  test("PUT /api/about — 200, the same version", async () => {
    const { headers } = await makeOwner();
    const put = async (content: string) =>
      (await call(about, { method: "PUT", headers, body: { content } })).json() as { version: number };
    const original = (await call(about)).json() as { content: string };
    expect(await put(original.content)).toEqual(original);
    expect((await call(about)).json()).toEqual(original);
    expect((await put("Mine")).version).toBe(1);
    expect((await put(" Mine ")).version).toBe(1);
    expect((await put("Mine again")).version).toBe(2);
  });
});
