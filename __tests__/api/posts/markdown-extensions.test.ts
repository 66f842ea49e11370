import { parseJsonFeed } from "feedsmith";
import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";
import { unallowedIn } from "#support/allowed-html";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost, titlesFound } from "#support/factories";
import { MARKDOWN_CASES } from "#support/markdown-cases";
import json from "../../../pages/api/feeds/json";
import preview from "../../../pages/api/preview";

withDatabase();

/** The text on a post's page, as HTML. */
async function onPage({ id, slug }: { id: string; slug: string }): Promise<string> {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const result: unknown = await getPostPageProps({
    req,
    res,
    params: { id, slug },
  } as unknown as GetServerSidePropsContext);
  return (result as { props: { rendering: { html: string } } }).props.rendering.html;
}

test.each(Object.entries(MARKDOWN_CASES))(
  "POST /api/posts — %s — rendered on the page, source unchanged",
  async (_name, { markdown, has, hasNot = [] }) => {
    const created = await makePost({ content: markdown });
    expect(created.content).toBe(markdown);
    const html = await onPage(created);
    for (const part of has) expect(html).toContain(part);
    for (const part of hasNot) expect(html).not.toContain(part);
    expect(unallowedIn(html)).toEqual([]);
    const previewed = (await call(preview, { method: "POST", body: { content: markdown } })).json();
    expect(previewed).toMatchObject({ html });
  },
);

test("GET /feed.json — formulas, alerts and bare links — as on the page", async () => {
  await makePost({ content: "$x$ https://example.com\n\n> [!NOTE]\n> Mind the step.\n\n## A {#b}" });
  const [{ content_html: html = "" } = {}] = parseJsonFeed((await call(json)).body).items ?? [];
  expect(html).toContain("<math><mi>x</mi></math>");
  expect(html).toContain('<a href="https://example.com/" class="bare-url" rel="nofollow ugc">');
  expect(html).toContain('<p class="alert-title">Note</p>');
  expect(html).not.toContain("part-link");
});

test.each([
  ["$\\alpha_1$", "alpha", true],
  ["---\ntitle: hidden\n---\nBody", "hidden", false],
  ["> [!CAUTION]\n> Body", "caution", false],
  ["a^[aside]", "aside", true],
  ['![b](c.png "captioned")', "captioned", true],
  ["## A {#identifier}", "identifier", false],
])("GET /api/posts — q, %j searched for %s — found: %s", async (content, q, isFound) => {
  await makePost({ title: "A post", content });
  expect(await titlesFound(q)).toEqual(isFound ? ["A post"] : []);
});
