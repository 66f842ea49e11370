import { sql } from "kysely";
import { requirePost } from "#lib/server/posts/read";
import { createPost, updatePost } from "#lib/server/posts/write";
import { getRendering, RENDERER_VERSION } from "#lib/server/rendering/cache";
import { renderedMax } from "#lib/server/rendering/limits";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { ANYONE } from "#support/viewers";

const data = withDatabase();
const log = withLogLines();

const make = (fields = {}) => createPost(data.db, newPost(fields));
const change = (id: number, patch: object) => updatePost(data.db, String(id), patch, ANYONE);
const storedRenderings = () => rowsIn(data.db, "renderings");
/** Replaces the stored HTML, to show whether it is returned. */
const mark = (columns: { renderer?: number; version?: number } = {}) =>
  data.db
    .updateTable("renderings")
    .set({ html: "marked", ...columns })
    .execute();

test("createPost — the rendering is stored", async () => {
  const { id } = await make({ content: "## A *b*" });
  const contents = JSON.stringify([{ id: "part-a-b", text: "A b", level: 2 }]);
  const html = expect.stringContaining('<h2 id="part-a-b">A <em>b</em></h2>');
  expect(await storedRenderings()).toMatchObject([
    { post_id: id, version: 1, renderer: RENDERER_VERSION, html, contents },
  ]);
});

test("updatePost — the rendering is replaced", async () => {
  const { id } = await make();
  await change(id, { content: "*New*" });
  expect(await storedRenderings()).toMatchObject([{ version: 2, html: "<p><em>New</em></p>\n" }]);
});

const RETAINED = { status: "draft", slug: "other", canonicalUrl: "https://example.org/a", language: "en" };
test.each([...Object.entries(RETAINED), ["title", "Other"], ["tags", ["new"]]])(
  "updatePost — only %s — the text is not rendered again",
  async (field, value) => {
    const { id } = await make();
    await mark();
    await change(id, { [field]: value });
    expect(await storedRenderings()).toMatchObject([{ version: 2, html: "marked" }]);
  },
);

test("updatePost — another direction — rendered again", async () => {
  const { id } = await make({ content: "[a](https://example.org)" });
  await mark();
  await change(id, { language: "ar" });
  expect(await storedRenderings()).toMatchObject([{ version: 2, html: expect.stringContaining("<a") }]);
});

test("updatePost — only the status, rendering of an older version — it stays that of the older version", async () => {
  const post = await make();
  await mark({ version: 0 });
  const changed = await change(post.id, { status: "draft" });
  expect(await storedRenderings()).toMatchObject([{ version: 0 }]);
  expect((await getRendering(data.db, changed)).html).toBe("<p>World</p>\n");
});

test("updatePost — fails — the former rendering stays", async () => {
  const { id } = await make();
  await sql`alter table revisions rename to hidden`.execute(data.db);
  await expect(change(id, { content: "*New*" })).rejects.toThrow();
  await sql`alter table hidden rename to revisions`.execute(data.db);
  expect(await storedRenderings()).toMatchObject([{ version: 1, html: "<p>World</p>\n" }]);
});

test("post row deleted — its rendering is deleted", async () => {
  await make();
  await data.db.deleteFrom("posts").execute();
  expect(await storedRenderings()).toEqual([]);
});

test("getRendering — stored — returned without rendering", async () => {
  const post = await make();
  await mark();
  expect(await getRendering(data.db, post)).toEqual({ html: "marked", contents: [] });
});

test.each([
  ["missing", () => data.db.deleteFrom("renderings").execute()],
  ["of another renderer", () => mark({ renderer: RENDERER_VERSION - 1 })],
  ["of an older version", () => mark({ version: 0 })],
])("getRendering — stored rendering %s — rendered and stored", async (_name, spoil) => {
  const post = await make();
  await spoil();
  expect(await getRendering(data.db, post)).toEqual({ html: "<p>World</p>\n", contents: [] });
  expect(await storedRenderings()).toMatchObject([{ version: 1, renderer: RENDERER_VERSION, html: "<p>World</p>\n" }]);
  expect(log.all).toEqual([]);
});

test("getRendering — post saved meanwhile — the older rendering is not stored", async () => {
  const before = await make();
  await change(before.id, { content: "New" });
  expect((await getRendering(data.db, before)).html).toBe("<p>World</p>\n");
  expect(await storedRenderings()).toMatchObject([{ version: 2, html: "<p>New</p>\n" }]);
});

test("getRendering — storing fails — returned, a warning is logged", async () => {
  const post = await make();
  await data.db.deleteFrom("posts").execute();
  expect((await getRendering(data.db, post)).html).toBe("<p>World</p>\n");
  expect(log.all).toMatchObject([{ level: "warn", post: post.id }]);
});

test('getRendering — post without author — links have rel="nofollow ugc"', async () => {
  const content = "[a](https://example.org) [b](/about)";
  const { id } = await make({ content });
  expect((await storedRenderings())[0]?.html).toContain(
    '<a href="https://example.org" rel="nofollow ugc">a</a> <a href="/about">b</a>',
  );
  const signed = { ...(await requirePost(data.db, String(id), ANYONE)), author_id: "ada", version: 2 };
  expect((await getRendering(data.db, signed)).html).toContain('<a href="https://example.org">a</a>');
});

test("getRendering — an expanded text that an earlier version stored — rendered again within the limits", async () => {
  const content = `[a]: /${"x".repeat(12_500)}\n\n${"[a] ".repeat(8_000)}`;
  const post = await make({ content });
  await data.db
    .updateTable("renderings")
    .set({ html: `<p>${content.repeat(200)}</p>`, renderer: 1 })
    .execute();
  const { html } = await getRendering(data.db, post);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(renderedMax(content));
  expect(await storedRenderings()).toMatchObject([{ renderer: RENDERER_VERSION, html }]);
});
