import { JSDOM } from "jsdom";
import MarkdownIt, { type Token } from "markdown-it";
import { createParser } from "#lib/server/rendering/parser";
import { renderPost } from "#lib/server/rendering/render";
import { ALLOWED_HTML } from "#lib/shared/html-elements";
import { unallowedIn } from "#support/allowed-html";
import { commonMarkSpec, type Example } from "#support/markup";

/** Finds raw HTML, of which we render what is allowed. */
const withHtml = new MarkdownIt({ html: true });
const hasHtml = (tokens: Token[]): boolean =>
  tokens.some(({ type, children }) => type.startsWith("html_") || hasHtml(children ?? []));
const isRaw = ({ markdown }: Example) => hasHtml(withHtml.parse(markdown, {}));

const spec = commonMarkSpec();
const raw = spec.filter(isRaw);
const plain = spec.filter((example) => !isRaw(example));
const named = (examples: Example[]) => examples.map((example) => [example.number, example] as const);

test("CommonMark specification — 652 examples, 72 of them with raw HTML", () => {
  expect([spec.length, raw.length]).toEqual([652, 72]);
});

/** The same HTML in one way of writing it. */
const alike = (html: string) =>
  html.replaceAll(" />", ">").replaceAll("<blockquote>\n</blockquote>", "<blockquote></blockquote>");

/** A figure as the paragraph that the specification has: an image alone with a title. */
const asParagraph = (html: string) =>
  html.replace(/<figure>(.*?)>(<\/a>)?<figcaption>(.*?)<\/figcaption>\n<\/figure>/g, '<p>$1 title="$3">$2</p>');

/** Bare URLs and email addresses, which are text in CommonMark and links in GFM. */
const BARE = [602, 606, 608, 611, 612];
const withoutLinks = (html: string) => html.replace(/<\/?a[^>]*>/g, "");

test.each(named(plain.filter(({ number }) => !BARE.includes(number))))(
  "createParser — CommonMark example %i — the specification's HTML",
  (_number, { markdown, html }) => {
    expect(asParagraph(alike(createParser().render(markdown)))).toBe(alike(html));
  },
);

test.each(named(plain.filter(({ number }) => BARE.includes(number))))(
  "createParser — CommonMark example %i, bare URL — the specification's HTML with a link",
  (_number, { markdown, html }) => {
    const rendered = alike(createParser().render(markdown));
    expect(rendered).not.toBe(withoutLinks(rendered));
    expect(withoutLinks(rendered)).toBe(withoutLinks(alike(html)));
  },
);

const LEFT_OUT = ["SCRIPT", "STYLE", "TEXTAREA"];
/** Elements that a page has around tables, browsers add to them, or that have nothing to render. */
const isTransparent = (element: Element) =>
  !Object.hasOwn(ALLOWED_HTML, element.localName) ||
  element.localName === "tbody" ||
  element.className === "scroll-box" ||
  (element.localName === "a" && !element.hasAttribute("href"));

/**
 * The elements and words that a browser finds in HTML, as far as elements are allowed. It repeats an unclosed `a` or `b` after
 * the paragraph.
 */
function outline(html: string): string {
  const { document } = new JSDOM(`<body>${html}</body>`).window;
  function read(node: Node): string {
    if (node.nodeType === node.TEXT_NODE) return node.textContent ?? "";
    if (node.nodeType !== node.ELEMENT_NODE || LEFT_OUT.includes(node.nodeName)) return "";
    const inner = [...node.childNodes].map(read).join("");
    return isTransparent(node as Element) ? inner : ` <${(node as Element).localName}>${inner}</> `;
  }
  return [...document.body.childNodes]
    .map(read)
    .join("")
    .replace(/\s+/g, " ")
    .replace(/ ?(<[^<>]*>) ?/g, "$1")
    .replace(/(?:<[ab]><\/>)+$/, "")
    .trim();
}

/** HTML that is unfinished or misnested, and what browsers do not read as instructions and CDATA: they show some of its text. */
const UNBALANCED = [148, 156, 157, 158, 180, 191, 629];

test.each(named(raw.filter(({ number }) => !UNBALANCED.includes(number))))(
  "renderPost — CommonMark example %i, raw HTML — its allowed elements",
  (_number, { markdown, html }) => {
    const rendered = renderPost(markdown).html;
    expect(unallowedIn(rendered)).toEqual([]);
    expect(outline(rendered)).toBe(outline(html));
  },
);

test.each(named(raw.filter(({ number }) => UNBALANCED.includes(number))))(
  "renderPost — CommonMark example %i, unbalanced HTML — repaired",
  (_number, { markdown }) => {
    expect(unallowedIn(renderPost(markdown).html)).toEqual([]);
  },
);

/** What a post's page has beyond the specification: levels, ids and links of headings, boxes, colours, late pictures. */
const undecorated = (html: string) =>
  asParagraph(alike(html).replaceAll(' loading="lazy" decoding="async"', ""))
    .replace(/<div class="part">\n<h\d id="[^"]+">(.*?)<\/h\d>\n<a class="part-link"[^>]+>#<\/a><\/div>/gs, "<h>$1</h>")
    .replaceAll('<pre dir="ltr" role="group" aria-label="Code" tabindex="0">', "<pre>")
    .replaceAll('<code dir="ltr">', "<code>")
    .replace(/<\/?span[^>]*>/g, "")
    .replaceAll(' class="bare-url"', "")
    .replaceAll("&quot;", '"');

/** The same of what the specification says. */
const unlevelled = (html: string) =>
  alike(html)
    .replace(/<(\/?)h\d>/g, "<$1h>")
    .replace(/<code class="[^"]*">/g, "<code>")
    .replaceAll("&quot;", '"');

/** Links without a URL, or with a scheme that is not allowed: only their text is rendered. */
const LEAD_NOWHERE = [200, 485, 486, 487, 567, 596, 598, 599, 601];

test.each(named(plain.filter(({ number }) => ![...LEAD_NOWHERE, ...BARE].includes(number))))(
  "renderPost — CommonMark example %i — the specification's HTML, apart from Octavo's additions",
  (_number, { markdown, html }) => {
    expect(undecorated(renderPost(markdown).html)).toBe(unlevelled(html));
  },
);

test.each(named(plain.filter(({ number }) => LEAD_NOWHERE.includes(number))))(
  "renderPost — CommonMark example %i, link without an allowed URL — its text only",
  (_number, { markdown, html }) => {
    expect(renderPost(markdown).html).toBe(withoutLinks(html));
  },
);
