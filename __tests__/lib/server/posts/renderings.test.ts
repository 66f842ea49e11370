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
const kept = () => rowsIn(data.db, "renderings");
/** What nobody would render: it shows where an answer came from. */
const mark = (columns: { renderer?: number; version?: number } = {}) =>
  data.db
    .updateTable("renderings")
    .set({ html: "marked", ...columns })
    .execute();

test("a new post's rendering is kept with it", async () => {
  const { id } = await make({ content: "## A *b*" });
  const contents = JSON.stringify([{ id: "part-a-b", text: "A b", level: 2 }]);
  const html = expect.stringContaining('<h2 id="part-a-b">A <em>b</em></h2>');
  expect(await kept()).toMatchObject([{ post_id: id, version: 1, renderer: RENDERER_VERSION, html, contents }]);
});

test("a save puts the new one in its place", async () => {
  const { id } = await make();
  await change(id, { content: "*New*" });
  expect(await kept()).toMatchObject([{ version: 2, html: "<p><em>New</em></p>\n" }]);
});

test("a save that fails leaves the old one", async () => {
  const { id } = await make();
  await sql`alter table revisions rename to hidden`.execute(data.db);
  await expect(change(id, { content: "*New*" })).rejects.toThrow();
  await sql`alter table hidden rename to revisions`.execute(data.db);
  expect(await kept()).toMatchObject([{ version: 1, html: "<p>World</p>\n" }]);
});

test("it goes with its post", async () => {
  await make();
  await data.db.deleteFrom("posts").execute();
  expect(await kept()).toEqual([]);
});

test("a reader gets what is kept", async () => {
  const post = await make();
  await mark();
  expect(await getRendering(data.db, post)).toEqual({ html: "marked", contents: [] });
});

test.each([
  ["missing", () => data.db.deleteFrom("renderings").execute()],
  ["another renderer's", () => mark({ renderer: RENDERER_VERSION - 1 })],
  ["an older version's", () => mark({ version: 0 })],
])("one that is %s is made by who reads, and kept for the next", async (_name, spoil) => {
  const post = await make();
  await spoil();
  expect(await getRendering(data.db, post)).toEqual({ html: "<p>World</p>\n", contents: [] });
  expect(await kept()).toMatchObject([{ version: 1, renderer: RENDERER_VERSION, html: "<p>World</p>\n" }]);
  expect(log.all).toEqual([]);
});

test("a reader who was overtaken by a save keeps nothing", async () => {
  const before = await make();
  await change(before.id, { content: "New" });
  expect((await getRendering(data.db, before)).html).toBe("<p>World</p>\n");
  expect(await kept()).toMatchObject([{ version: 2, html: "<p>New</p>\n" }]);
});

test("a post is read although nothing can be kept, and the log says so", async () => {
  const post = await make();
  await data.db.deleteFrom("posts").execute();
  expect((await getRendering(data.db, post)).html).toBe("<p>World</p>\n");
  expect(log.all).toMatchObject([{ level: "warn", post: post.id }]);
});

test("links to elsewhere recommend nothing in a post that nobody signed", async () => {
  const content = "[a](https://example.org) [b](/about)";
  const { id } = await make({ content });
  expect((await kept())[0]?.html).toContain(
    '<a href="https://example.org" rel="nofollow ugc">a</a> <a href="/about">b</a>',
  );
  const signed = { ...(await requirePost(data.db, String(id), ANYONE)), author_id: "ada", version: 2 };
  expect((await getRendering(data.db, signed)).html).toContain('<a href="https://example.org">a</a>');
});

test("renderingOf — an expanded text that an earlier version stored — rendered again within the limits", async () => {
  const content = `[a]: /${"x".repeat(12_500)}\n\n${"[a] ".repeat(8_000)}`;
  const post = await make({ content });
  await data.db
    .updateTable("renderings")
    .set({ html: `<p>${content.repeat(200)}</p>`, renderer: 1 })
    .execute();
  const { html } = await getRendering(data.db, post);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(renderedMax(content));
  expect(await kept()).toMatchObject([{ renderer: RENDERER_VERSION, html }]);
});
