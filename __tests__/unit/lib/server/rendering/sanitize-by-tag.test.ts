import { createParser } from "#lib/server/rendering/parser";
import { renderPost } from "#lib/server/rendering/render";
import { sanitizeWhole } from "#lib/server/rendering/sanitize";
import { sanitizeByTag } from "#lib/server/rendering/sanitize-by-tag";
import { ALLOWED_HTML } from "#lib/shared/html-elements";
import { commonMarkSpec, generatedMarkup, naughtyStrings } from "#support/markup";
import { Random } from "#support/random";
import { generatedHtml, XSS_VECTORS } from "#support/xss-vectors";

const VOID = new Set(["br", "hr", "img", "input", "wbr"]);

/** Sanitizes by tag, and counts how often and with how much HTML the sanitizer is called. */
function counted() {
  const calls: string[] = [];
  const sanitize = (html: string) => {
    calls.push(html);
    return sanitizeWhole(html);
  };
  return { byTag: sanitizeByTag(sanitize, VOID), calls };
}

test("sanitizeByTag — the same tags again — the sanitizer is not called", () => {
  const { byTag, calls } = counted();
  expect(byTag("<p>a <em>b</em></p>\n<ul>\n<li>c</li>\n</ul>\n")).toBe(
    "<p>a <em>b</em></p>\n<ul>\n<li>c</li>\n</ul>\n",
  );
  expect(calls).toEqual(["<p></p>\n<p><em></em></p>\n<ul></ul>\n<ul><li></li></ul>"]);
  expect(byTag("<p><em>d</em> &amp; &quot;e&quot;</p>")).toBe('<p><em>d</em> &amp; "e"</p>');
  expect(calls).toHaveLength(1);
});

test("sanitizeByTag — an element in a parent that it cannot be in — sanitized as a whole", () => {
  const { byTag, calls } = counted();
  const html = "<p>a<p>b</p></p>";
  expect(byTag(html)).toBe(sanitizeWhole(html));
  expect(calls.at(-1)).toBe(html);
});

test.each([
  ["an element that swallows what follows it", "<plaintext></plaintext><p>a</p>"],
  ["an attribute that is removed", '<p onclick="a()">b</p>'],
  ["a link that is removed", '<a href="javascript:a">b</a>'],
  ["a character reference that is a line break", '<p dir="a&#10;b">c</p>'],
  ["an element that is removed", "<p>a</p><form>b</form>"],
  ["a comment", "<p>a</p><!-- b -->"],
  ["an element that is not closed", "<p>a<em>b</p>"],
  ["an end tag alone", "a</em>"],
  ["a void element with an end tag", "<br></br>"],
  ["an element closed by a slash", "<em />a"],
  ["an element of MathML closed by a slash", "<math><mspace />a</mspace></math>"],
  ["a start tag in capital letters", "<P>a</P>"],
  ["an attribute without quotation marks", "<p dir=ltr>a</p>"],
  ["a start tag that does not end", '<p dir="ltr'],
  ["text with a character reference", "a &nbsp; &#60;b&#62; &copy;"],
])("sanitizeByTag — %s — the sanitizer's result, now and again", (_, html) => {
  const { byTag, calls } = counted();
  expect(byTag(html)).toBe(sanitizeWhole(html));
  expect(byTag("<p>a</p>")).toBe("<p>a</p>");
  expect(byTag(html)).toBe(sanitizeWhole(html));
  calls.length = 0;
  expect(byTag("<p>b</p>")).toBe("<p>b</p>");
  expect(calls).toEqual([]);
});

test("sanitizeByTag — more tags than are remembered — the sanitizer's result", () => {
  const { byTag } = counted();
  const html = Array.from({ length: 2_100 }, (_, number) => `<a href="/${number}">a</a>`).join(" ");
  expect(byTag(html)).toBe(html);
  expect(byTag(html)).toBe(html);
});

test("sanitizeByTag — a sanitizer that writes more lines — its result", () => {
  const sanitize = (html: string) => `<i></i>\n${html}`;
  const byTag = sanitizeByTag(sanitize, VOID);
  const second = '<a href="/2">b</a>';
  for (const html of [`<a href="/1">a</a>${second}`, second]) expect(byTag(html)).toBe(sanitize(html));
});

/** HTML as the renderer writes it before it is sanitized, of texts of every kind. */
function unsanitized(): string[] {
  const parser = createParser();
  const texts = [...commonMarkSpec().map(({ markdown }) => markdown), ...naughtyStrings(), ...generatedMarkup(300)];
  return texts.flatMap((text) => [parser.render(text), renderPost(text).html]);
}

const NAMES = [
  ...Object.keys(ALLOWED_HTML),
  "input",
  "section",
  "label",
  "math",
  "mi",
  "mrow",
  "mspace",
  "svg",
  "title",
  "b1",
];
const ATTRIBUTES = [
  'class="code"',
  'class="x"',
  'id="part-a"',
  'id="a"',
  'href="/a?b&amp;c"',
  'href="javascript:a"',
  "disabled",
  'type="checkbox"',
  'dir=""',
  'title="&quot;&lt;"',
];

/** Elements in each other at random, most of them balanced. */
function randomHtml(random: Random, depth = 0): string {
  const parts = Array.from({ length: random.below(4) }, () => {
    if (depth > 4 || random.below(3) === 0) return random.of(["a", " \n", "&amp;", "&quot;b&quot;", "&lt;"]);
    const name = random.of(NAMES);
    const attributes = Array.from({ length: random.below(3) }, () => ` ${random.of(ATTRIBUTES)}`).join("");
    return `<${name}${attributes}>${randomHtml(random, depth + 1)}${random.below(20) ? `</${name}>` : ""}`;
  });
  return parts.join("");
}

test("sanitizeHtml — HTML of every kind — byte for byte what sanitizing the whole gives, often without it", () => {
  const random = new Random(20);
  const sources = [
    ...unsanitized(),
    ...XSS_VECTORS,
    ...generatedHtml(300),
    ...Array.from({ length: 2_000 }, () => randomHtml(random)),
  ];
  const wholes: string[] = [];
  const byTag = sanitizeByTag((html) => {
    wholes.push(html);
    return sanitizeWhole(html);
  }, VOID);
  for (const html of sources) expect([html, byTag(html)]).toEqual([html, sanitizeWhole(html)]);
  const isWhole = new Set(wholes);
  expect(sources.filter((html) => !isWhole.has(html)).length).toBeGreaterThan(sources.length / 2);
});
