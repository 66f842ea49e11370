import fc from "fast-check";
import { JSDOM } from "jsdom";
import { renderPost } from "#lib/server/rendering/render";
import { ALLOWED_HTML } from "#lib/shared/html-elements";
import { unallowedIn } from "#support/allowed-html";
import { holds } from "#support/property";
import { generatedHtml, XSS_VECTORS } from "#support/xss-vectors";

const document = new JSDOM("").window.document;

/** What the parser of a browser makes of HTML within a page, as HTML again; and what it puts beside it. */
function parsed(html: string): { inside: string; beside: string } {
  const page = document.implementation.createHTMLDocument("");
  page.body.innerHTML = `<div id="page"><article><div id="text">${html}</div><p id="after">after</p></article></div>`;
  const text = page.querySelector("#text");
  const inside = text?.innerHTML ?? "";
  text?.remove();
  return { inside, beside: page.body.innerHTML };
}

const PAGE = '<div id="page"><article><p id="after">after</p></article></div>';

/** The same HTML written in one way; browsers add bodies to tables, and leave out the first line break of `pre`. */
const alike = (html: string) =>
  html
    .replace(/<\/?tbody>/g, "")
    .replaceAll(" />", ">")
    .replace(/(<pre[^>]*>)\n/g, "$1")
    .replace(/ ([a-z]+)=""/g, " $1")
    .replace(/="[^"<>]*(?:[<>][^"]*)?"/g, (value) => value.replaceAll("<", "&lt;").replaceAll(">", "&gt;"))
    .replaceAll("&quot;", '"')
    .replaceAll("\u00a0", "&nbsp;")
    .trim();

test.each(XSS_VECTORS)("renderPost — %j — the same elements in a browser, within the article", (source) => {
  const { html } = renderPost(source);
  expect(unallowedIn(html)).toEqual([]);
  expect(parsed(html)).toEqual({ inside: expect.any(String), beside: PAGE });
  expect(alike(parsed(html).inside)).toBe(alike(html));
});

const tag = fc.constantFrom(
  ...Object.keys(ALLOWED_HTML),
  "form",
  "svg",
  "math",
  "object",
  "template",
  "noscript",
  "center",
);
const piece = fc.oneof(
  { weight: 6, arbitrary: tag.map((name) => `<${name}>`) },
  { weight: 4, arbitrary: tag.map((name) => `</${name}>`) },
  { weight: 1, arbitrary: tag.map((name) => `<${name}/>`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("a", " b ", "\n", "\n\n", "*c*", "**", "[d](e)", "`f`", "- ", "> ", "# ", "1. "),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "|g|\n|-|\n|",
      "[^1]",
      "\n\n[^1]: h",
      "<a href=i>",
      "<img src=j>",
      "<!-- k -->",
      "![l](m)",
    ),
  },
);

test("renderPost — random tags among Markdown — the same elements in a browser, within the article", async () => {
  const text = fc.array(piece, { minLength: 1, maxLength: 30, size: "max" }).map((pieces) => pieces.join(""));
  await holds(text, async (source) => {
    const { html } = renderPost(source);
    if (html.includes("plain-text-reason")) return;
    expect(unallowedIn(html)).toEqual([]);
    const { beside, inside } = parsed(html);
    expect(beside).toBe(PAGE);
    expect(alike(inside)).toBe(alike(html));
  });
});

test("renderPost — generated hostile HTML — safe, and within the article", () => {
  for (const source of generatedHtml(400)) {
    const { html } = renderPost(source);
    expect([source, unallowedIn(html), parsed(html).beside]).toEqual([source, [], PAGE]);
  }
});
