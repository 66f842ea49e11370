import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost, titlesFound } from "#support/factories";
import { withSettings } from "#support/settings";
import atom from "../../../pages/api/feeds/atom";
import json from "../../../pages/api/feeds/json";
import rss from "../../../pages/api/feeds/rss";
import llms from "../../../pages/api/llms";
import preview from "../../../pages/api/preview";

const data = withDatabase();
withSettings({ SITE_URL: "https://octavo.test" });

const HTML = `Press <kbd>Ctrl</kbd>, drink H<sub>2</sub>O.<br>
<img src="https://example.com/cat.png" width="200" alt="a cat">

<details>
<summary>More</summary>

Folded **text**

</details>

<iframe src="https://www.youtube.com/embed/x" width="560" height="315"></iframe>

<p align="center">Centred</p>
`;

const COMMENTS = `Beginning of the post.

<!-- more -->

<!-- todo: ask Ann before this goes out -->
The rest.
`;

async function renderedHtml(id: string): Promise<string> {
  const row = await data.db
    .selectFrom("renderings")
    .select("html")
    .where("post_id", "=", Number(id))
    .executeTakeFirst();
  return String(row?.html);
}

test("POST /api/posts — HTML in Markdown — elements on the page, in feeds and in the preview, words in search", async () => {
  const { excerpt, id } = await makePost({ title: "Keys", content: HTML });
  const html = await renderedHtml(id);
  for (const part of [
    "<kbd>Ctrl</kbd>",
    "H<sub>2</sub>O.<br />",
    '<img src="https://example.com/cat.png" alt="a cat" width="200" loading="lazy" decoding="async" />',
    "<details><summary>More</summary><p>Folded <strong>text</strong></p>\n</details>",
    '<p><a href="https://www.youtube.com/embed/x" class="bare-url" rel="nofollow ugc">https://www.youtube.com/embed/x</a></p>',
    '<p align="center">Centred</p>',
  ]) {
    expect(html).toContain(part);
  }
  expect(html).not.toContain("iframe");
  expect(excerpt).toBe("Press Ctrl, drink H2O. Folded text Centred");
  const response = await call(preview, { method: "POST", body: { content: HTML } });
  // The first image of a page is loaded at once.
  expect((response.json() as { html: string }).html).toBe(html.replace(' loading="lazy"', ""));
  for (const feed of [rss, atom, json]) expect((await call(feed)).body).toContain("Ctrl</kbd>");
  expect(await titlesFound("folded text")).toEqual(["Keys"]);
  expect(await titlesFound("summary")).toEqual([]);
});

test("POST /api/posts — HTML comments — not on the page, in excerpt, feeds, search or llms.txt", async () => {
  const { excerpt, id } = await makePost({ title: "Draft notes", content: COMMENTS });
  expect(excerpt).toBe("Beginning of the post.");
  expect(await renderedHtml(id)).toBe("<p>Beginning of the post.</p>\n<p>The rest.</p>\n");
  for (const text of [rss, atom, json, llms]) {
    const { body } = await call(text);
    expect(body).toContain("Beginning of the post.");
    expect(body).not.toMatch(/todo|Ann|more -->/);
  }
  expect(await titlesFound("ann")).toEqual([]);
  expect(await titlesFound("the rest")).toEqual(["Draft notes"]);
});
