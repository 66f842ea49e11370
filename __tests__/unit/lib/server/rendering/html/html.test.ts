import { readFileSync } from "node:fs";
import { renderPost } from "#lib/server/rendering/render";
import { ALLOWED_HTML } from "#lib/shared/html-elements";
import { unallowedIn } from "#support/allowed-html";

const htmlOf = (content: string) => renderPost(content).html.trim();

/** The same without the line breaks between tags. */
const flat = (content: string) => htmlOf(content).replace(/>\n+</g, "><").trim();

const BOX = '<div class="scroll-box" role="group" aria-label="Table" tabindex="0">';

test.each([
  ["kbd", "<kbd>Ctrl</kbd>", "<p><kbd>Ctrl</kbd></p>"],
  ["br", "a<br>b<br/>c", "<p>a<br />\nb<br />\nc</p>"],
  [
    "attributes",
    '<abbr title="a &amp; b" lang=de dir=RTL>c</abbr>',
    '<p><abbr title="a &amp; b" lang="de" dir="rtl">c</abbr></p>',
  ],
  ["p align", '<p align="center">Centred</p>', '<p align="center">Centred</p>'],
  ["time", "<time datetime=2026-01-01T00:00Z>a</time>", '<p><time datetime="2026-01-01T00:00Z">a</time></p>'],
  ["code", "<code>a*b*</code>", '<p><code dir="ltr">a<em>b</em></code></p>'],
  [
    "pre",
    "<pre>\na\n\n*b* &lt;\n</pre>",
    '<pre dir="ltr" role="group" aria-label="Code" tabindex="0">\na\n\n*b* &lt;\n</pre>',
  ],
  [
    "details with Markdown in it",
    "<details open>\n<summary>A</summary>\n\n*b*\n\n</details>\n\nc",
    "<details open><summary>A</summary><p><em>b</em></p></details><p>c</p>",
  ],
  [
    "Markdown in p align",
    "<p align=center>\n\n**a**\n\n</p>\n\nb",
    '<div align="center"><p><strong>a</strong></p></div><p>b</p>',
  ],
  ["Markdown in div, which ends in a line", "<div>\n\n*a*</div>\n\nb", "<div><p><em>a</em></p></div><p>b</p>"],
  ["a block in a paragraph", "a <div>b</div>", "<div>a <div>b</div></div>"],
  [
    "a table",
    "<table><caption>a<tr><th colspan=2>b<tr><td rowspan=999>c<td>d</table>",
    `${BOX}<table><caption>a</caption><tr><th colspan="2">b</th></tr><tr><td>c</td><td>d</td></tr></table></div>`,
  ],
  [
    "Markdown in a table",
    "<table><tr><td>\n\n*a*\n\n</td></tr></table>\n\nb",
    `${BOX}<table><tr><td><p><em>a</em></p></td></tr></table></div><p>b</p>`,
  ],
  [
    "text between rows",
    "<table>a<tr><td>b</table>",
    `${BOX}<table><tr><td>a</td></tr><tr><td>b</td></tr></table></div>`,
  ],
  [
    "a list in a table of Markdown",
    "|a|\n|-|\n|<ul><li>b<li>c</ul>|",
    `${BOX}<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><ul><li>b</li><li>c</li></ul></td></tr></tbody></table></div>`,
  ],
  ["a list with Markdown", "<ul>\n<li>\n\n- a\n\n</li>\n</ul>", "<ul><li><ul><li>a</li></ul></li></ul>"],
  ["definitions", "<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"],
  ["ruby", "<ruby>漢<rp>(<rt>kan<rp>)</ruby>", "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>"],
  [
    "a figure",
    "<figure><img src=a.png alt=b><figcaption>c</figcaption></figure>",
    '<figure><img src="a.png" alt="b" loading="lazy" decoding="async" /><figcaption>c</figcaption></figure>',
  ],
  ["an inline element around paragraphs", "<del>\n\na\n\n</del>\n\nb", "<del><p>a</p></del><p>b</p>"],
  ["an empty element", "<span id=a />b", '<p><span id="part-a"></span>b</p>'],
])("renderPost — %s — rendered", (_name, source, html) => {
  expect(flat(source)).toBe(html);
});

test.each([
  ["comments", "a<!-- b -->c\n\n<!-- d\n\ne -->\n\nf", "<p>ac</p><p>f</p>"],
  ["a comment that never ends", "a\n\n<!-- b\n\nc", "<p>a</p>"],
  ["instructions and declarations", "<?php a ?>\n\n<!DOCTYPE html>\n\nb <![CDATA[c]]> d", "<p>b  d</p>"],
  ["scripts and styles", "a <script>b</script>\n\n<style>\nc\n\nd\n</style>\n\ne", "<p>a </p><p>e</p>"],
  [
    "a script with a blank line in a block",
    "<div><script>\n\na\n\n- b\n\n</script>c</div>\n\nd",
    "<div>c</div><p>d</p>",
  ],
  [
    "a script in a quotation, which ends with it",
    "> <div><script>\n>\n> a\n\nb </script>",
    "<blockquote><div></div></blockquote><p>b </p>",
  ],
  ["<script> in prose, without its content", "a <script> b\n\nc", "<p>a  b</p><p>c</p>"],
  ["svg and its content", "a <svg><title>b</title><path/></svg> c", "<p>a  c</p>"],
  [
    "tags of forms, without their content",
    "<form action=a><input name=b><button>c</button><textarea>d</textarea></form>",
    "c",
  ],
  ["tags of objects, without their content", "<object data=a><embed src=b>c</object>", "<p>c</p>"],
  ["unknown tags, without their content", "<center>a</center> <x-y>b</x-y>", "a b"],
  [
    "class, style, name and handlers",
    '<b class="a" style="b" name="c" onclick="d" data-e role=f>g</b>',
    "<p><b>g</b></p>",
  ],
  [
    "wrong values",
    "<img src=a.png width=1e3 height=-1 align=top><td colspan=0>",
    '<p><img src="a.png" alt="" loading="lazy" decoding="async" /></p>',
  ],
  ["a URL that runs a script", "<a href='java&#10;script:a'>b</a> <img src=javascript:c alt=d>", "<p>b d</p>"],
  [
    "HTML in the description of an image",
    "![a<b>c</b><!-- d -->](e)",
    '<p><img src="e" alt="ac" loading="lazy" decoding="async" /></p>',
  ],
  [
    "rows, items and the like without their parents",
    "<tr><td>a</td></tr><li>b</li><dd>c</dd><summary>d</summary>",
    "abcd",
  ],
])("renderPost — %s — left out", (_name, source, html) => {
  expect(flat(source)).toBe(html);
});

test.each([
  [
    "an iframe",
    "<iframe src='https://example.org/a' width=5></iframe>",
    '<p><a href="https://example.org/a" class="bare-url">https://example.org/a</a></p>',
  ],
  [
    "an iframe with a title",
    "<iframe src=//example.org/a title=b>c</iframe>",
    '<p><a href="https://example.org/a">b</a></p>',
  ],
  [
    "a video in a line",
    "a <video src=https://example.org/b.mp4>c</video> d",
    '<p>a <a href="https://example.org/b.mp4" class="bare-url">https://example.org/b.mp4</a> d</p>',
  ],
  [
    "audio with sources",
    "<audio controls>\n<source src=https://example.org/a.ogg>\n<source src=/b.mp3>\nc</audio>",
    '<p><a href="https://example.org/a.ogg" class="bare-url">https://example.org/a.ogg</a></p>',
  ],
  ["an iframe of a script", "<iframe src=javascript:a></iframe>", ""],
])("renderPost — %s — becomes a link to its source", (_name, source, html) => {
  expect(flat(source)).toBe(html);
});

test.each([
  [
    "an image's sizes",
    "<img src=a.png#3x4 width=200 alt=b>",
    '<img src="a.png#3x4" alt="b" width="200" loading="lazy" decoding="async" />',
  ],
  ["an image without a scheme", "<img src=//a/b>", '<img src="https://a/b" alt="" loading="lazy" decoding="async" />'],
  ["an image over http", "<img src=http://a/b alt=c>", '<a href="http://a/b">c</a>'],
  ["a link with a title", "<a href=http://a title=b target=_blank>c</a>", '<p><a href="http://a" title="b">c</a></p>'],
  [
    "a link in a link",
    "<a href=/a>b [c](/d) <a href=/e>f</a></a> [g <a href=/h>i</a>](/j)",
    '<p><a href="/a">b c f</a> <a href="/j">g i</a></p>',
  ],
])("renderPost — %s — as in Markdown", (_name, source, html) => {
  expect(flat(source)).toBe(html);
});

test("renderPost — links of an anonymous author — do not count for search engines", () => {
  expect(renderPost("<a href=https://a.b>c</a>", { isTrustedAuthor: false }).html).toContain('rel="nofollow ugc"');
  expect(renderPost("<iframe src=https://a.b>c</iframe>", { isTrustedAuthor: false }).html).toContain(
    'rel="nofollow ugc"',
  );
  expect(renderPost("<img src=http://a.b/c>", { isTrustedAuthor: false }).html).toContain('rel="nofollow ugc"');
  // Browsers resolve these to another site where the scheme is not that of the page.
  for (const text of ["[c](https:a.b)", "[c](HTTP:/a.b)", "<a href='https:\\\\a.b'>c</a>", "<https:a.b>"]) {
    expect(renderPost(text, { isTrustedAuthor: false }).html).toContain('rel="nofollow ugc"');
  }
});

test("renderPost — ids — have our prefix, are unique, and links within the text reach them", () => {
  const html = htmlOf(
    "<a name=top></a>\n\n# Part\n\n<p id=part>a</p><p id=part>b</p><i id='x y'>c</i>\n\n[d](#top) <a href=#part>e</a>",
  );
  expect([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)).toEqual(["part-top", "part-part-1", "part-part"]);
  expect(html).toContain('<a href="#part-top">d</a> <a href="#part-part">e</a>');
});

test("renderPost — headings of HTML — have levels, ids, links and a place in the contents as those of Markdown", () => {
  const source =
    "<h1 align=center>A <i>b</i></h1>\n\n### C\n\n<h2 id=own>D</h2>\n\n<blockquote><h4>E</h4></blockquote>\n\n<h1>\n\nF *g*\n\n</h1>";
  const { contents, html } = renderPost(source);
  expect(contents).toEqual([
    { id: "part-a-b", text: "A b", level: 2 },
    { id: "part-c", text: "C", level: 3 },
    { id: "part-own", text: "D", level: 3 },
    { id: "part-f-g", text: "F g", level: 2 },
  ]);
  expect(html).toContain('<h2 align="center" id="part-a-b">A <i>b</i></h2>');
  expect(html).toContain('<a class="part-link" href="#part-own" aria-label="Link to “D”" name="own">#</a>');
  expect(html).toContain('<h4 id="part-e">E</h4>');
  expect(unallowedIn(html)).toEqual([]);
});

test("renderPost — headings in links, summaries and table cells — fit into the outline without a link", () => {
  expect(flat("<a href=/a>\n<h1>b</h1>\n</a>")).toBe('<a href="/a"><h2 id="part-b">b</h2></a>');
  expect(flat("# a\n\n| <h1>b</h1> |\n|-|")).toContain("<th><h2>b</h2></th>");
  expect(flat("<details><summary><h3>a</h3></summary></details>")).toBe(
    '<details><summary><h2 id="part-a">a</h2></summary></details>',
  );
});

test("ALLOWED_HTML — every element — is rendered with its attributes and with no others", () => {
  const VALUES: Record<string, string> = {
    src: "a.png",
    align: "left",
    open: "",
    dir: "rtl",
    lang: "fr",
    datetime: "2026",
  };
  const PARENTS: Record<string, [string, string]> = {
    ...{ li: ["<ul>", "</ul>"], dt: ["<dl>", "</dl>"], dd: ["<dl>", "</dl>"], rt: ["<ruby>", "</ruby>"] },
    ...{ rp: ["<ruby>", "</ruby>"], summary: ["<details>", "</details>"] },
    ...Object.fromEntries("caption thead tbody tfoot tr td th".split(" ").map((tag) => [tag, ["<table>", "</table>"]])),
  };
  for (const [tag, own] of Object.entries(ALLOWED_HTML)) {
    const names = ["id", "title", "lang", "dir", ...own];
    const attributes = [...names, "class", "style", "onload", "name"].map((name) => ` ${name}="${VALUES[name] ?? 1}"`);
    const [before, after] = PARENTS[tag] ?? ["", ""];
    const html = htmlOf(`<section>${before}<${tag}${attributes.join("")}></${tag}>${after}</section>`);
    const rendered = /^h\d$/.test(tag) ? "h2" : tag;
    const [, found = ""] =
      new RegExp(`<${rendered}((?: [^<>]*)?)>`).exec(html.replace(/<(?!\/)[^<>]*class="scroll-box"[^>]*>/, "")) ?? [];
    const expected = tag === "br" ? [] : names;
    const kept = [...found.matchAll(/ ([a-z]+)(?=[= ]|$)/g)].map(([, name]) => name);
    expect([tag, ...expected.filter((name) => !kept.includes(name))]).toEqual([tag]);
    expect(unallowedIn(html)).toEqual([]);
  }
});

test("docs/guide/writing.md — the list of HTML — is ALLOWED_HTML", () => {
  const guide = readFileSync("docs/guide/writing.md", "utf8");
  const [, section = ""] = /^These elements are rendered:\n([\s\S]*?)\n## /m.exec(guide) ?? [];
  const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  const documented = [...section.matchAll(/^\| (`.*?)\|(.*)\|$/gm)].flatMap(([, tags = "", attributes = ""]) =>
    codes(tags).map((tag): [string, string[]] => [tag, codes(attributes)]),
  );
  expect(documented).toHaveLength(Object.keys(ALLOWED_HTML).length);
  expect(Object.fromEntries(documented)).toEqual(ALLOWED_HTML);
});
