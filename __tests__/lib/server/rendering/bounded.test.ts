import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { compareBounded } from "#lib/server/posts/pages/compare";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";
import { requirePost } from "#lib/server/posts/read";
import { createPost, updatePost } from "#lib/server/posts/write";
import { loadAboutPage } from "#lib/server/site/pages/about-page";
import { completeText, type PostText } from "#lib/shared/post-fields";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { ANYONE } from "#support/viewers";
import feed from "../../../../pages/api/feeds/rss";
import posts from "../../../../pages/api/posts/index";
import preview from "../../../../pages/api/preview";

const data = withDatabase();
withSettings({ POSTING: "open" });

/** What the worker thread does: as ever where undefined. `meanwhile` runs before the next task. */
const mockThread: { failure?: "stopped" | "busy"; meanwhile?: () => Promise<unknown> } = {};
jest.mock("#lib/server/cpu/run", () => {
  const actual = jest.requireActual("#lib/server/cpu/run");
  return {
    async run(...args: unknown[]) {
      const { failure, meanwhile } = mockThread;
      delete mockThread.meanwhile;
      await meanwhile?.();
      return failure ? { failure } : actual.run(...args);
    },
  };
});
afterEach(() => {
  delete mockThread.failure;
});

const TOO_LONG = "Shown as plain text, because rendering it took too long.";
const BUSY = "Shown as plain text, because the server is busy; reload the page in a moment.";
const renderings = () => rowsIn(data.db, "renderings");
const context = (params: object = {}) => ({ ...createMocks({ headers: { host: "octavo.test" } }), params });

async function readPage() {
  const mocks = context({ id: "1", slug: "hello" });
  const page = await getPostPageProps(mocks as unknown as GetServerSidePropsContext);
  return {
    ...(page as { props: { rendering: { html: string } } }).props,
    caching: mocks.res.getHeader("Cache-Control"),
  };
}

test("createPost — rendering is stopped — the post is stored as plain text with the reason", async () => {
  mockThread.failure = "stopped";
  await createPost(data.db, newPost({ content: "*a*" }));
  const html = `<p class="plain-text-reason">${TOO_LONG}</p>\n<pre class="plain-text">*a*</pre>\n`;
  expect(await renderings()).toMatchObject([{ version: 1, html }]);
});

test("POST /api/posts — too many texts wait — 429 with Retry-After, nothing stored", async () => {
  mockThread.failure = "busy";
  const response = await call(posts, { method: "POST", body: newPost() });
  expect([response.status, response.headers["retry-after"]]).toEqual([429, "5"]);
  expect(await rowsIn(data.db, "posts")).toEqual([]);
});

test.each([
  ["stopped", 200],
  ["busy", 429],
] as const)("POST /api/preview — rendering is %s — %i", async (failure, status) => {
  mockThread.failure = failure;
  expect((await call(preview, { method: "POST", body: { content: "*a*" } })).status).toBe(status);
});

test("a post's page — no rendering yet, too many texts wait — plain text, not stored and not cached", async () => {
  await createPost(data.db, newPost({ title: "Hello" }));
  await data.db.deleteFrom("renderings").execute();
  mockThread.failure = "busy";
  const { caching, rendering } = await readPage();
  expect(rendering.html).toContain(BUSY);
  expect(caching).toContain("private");
  expect(rendering).not.toHaveProperty("isTemporary");
  expect(await renderings()).toEqual([]);
  delete mockThread.failure;
  expect((await readPage()).rendering.html).toBe("<p>World</p>\n");
});

test("GET /feed.xml — no rendering yet, too many texts wait — 429", async () => {
  await createPost(data.db, newPost());
  await data.db.deleteFrom("renderings").execute();
  mockThread.failure = "busy";
  expect((await call(feed, { method: "GET" })).status).toBe(429);
});

test("/about — too many texts wait — plain text, and rendered for the next reader", async () => {
  const read = () => loadAboutPage(context() as unknown as GetServerSidePropsContext);
  mockThread.failure = "busy";
  expect((await read()).html).toContain(BUSY);
  delete mockThread.failure;
  expect((await read()).html).not.toContain("plain-text");
});

test("a comparison — stopped — the texts as wholes", async () => {
  mockThread.failure = "stopped";
  const [before, after] = ["a b", "a c"].map((content) => completeText({ title: "A", content })) as [
    PostText,
    PostText,
  ];
  expect(await compareBounded(before, after, "word")).toEqual([
    {
      label: "Content",
      parts: [
        { kind: "removed", text: "a b" },
        { kind: "added", text: "a c" },
      ],
    },
  ]);
});

test("GET /api/posts?q= — highlighting is stopped — highlights the excerpt, and the text the next time", async () => {
  await createPost(data.db, newPost({ content: "a wide *world*", excerpt: "The world" }));
  const search = async () => {
    const response = await call(posts, { method: "GET", query: { q: "world" } });
    return (response.json() as { highlight: { content: string } }[])[0]?.highlight.content;
  };
  mockThread.failure = "stopped";
  expect(await search()).toBe("The <mark>world</mark>");
  delete mockThread.failure;
  expect(await search()).toBe("a wide <mark>world</mark>");
});

test("changePost — another save while the text is rendered — no transaction is open, and both changes hold", async () => {
  const { id } = await createPost(data.db, newPost({ content: "One" }));
  const change = (patch: object) => updatePost(data.db, String(id), patch, ANYONE);
  mockThread.meanwhile = () => change({ content: "*Two*" });
  await change({ title: "New" });
  expect(await requirePost(data.db, String(id), ANYONE)).toMatchObject({ title: "New", content: "*Two*", version: 3 });
  expect(await renderings()).toMatchObject([{ version: 3, html: "<p><em>Two</em></p>\n" }]);
});
