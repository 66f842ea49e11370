import { readFileSync } from "node:fs";
import path from "node:path";
import { renderPost } from "#lib/server/rendering/render";
import type { Direction } from "#lib/shared/direction";

const render = (content: string, direction?: Direction) =>
  renderPost(content, { isTrustedAuthor: true, direction }).html;

test("renderPost — a right-to-left text that begins with a Latin word — no paragraph is marked", () => {
  expect(render("eBPF یک فناوری است.\n\nپاراگراف دوم.")).toBe("<p>eBPF یک فناوری است.</p>\n<p>پاراگراف دوم.</p>\n");
});

test.each<[string, string, Direction, string]>([
  ["an English paragraph", "سلام سلام.\n\nHello.", "rtl", '<p>سلام سلام.</p>\n<p dir="ltr">Hello.</p>\n'],
  ["a Persian paragraph", "Hello.\n\nسلام.", "ltr", '<p>Hello.</p>\n<p dir="rtl">سلام.</p>\n'],
  ["a paragraph of numbers", "سلام.\n\n1 + 2.", "rtl", "<p>سلام.</p>\n<p>1 + 2.</p>\n"],
  ["a paragraph of code", "سلام.\n\n`code`", "rtl", '<p>سلام.</p>\n<p><code dir="ltr">code</code></p>\n'],
  ["a list", "سلام.\n\n- one\n- two", "rtl", '<p>سلام.</p>\n<ul dir="ltr">\n<li>one</li>\n<li>two</li>\n</ul>\n'],
  [
    "one item among others, whose marker stays with theirs",
    "- سلام سلام\n- one",
    "rtl",
    "<ul>\n<li>سلام سلام</li>\n<li>one</li>\n</ul>\n",
  ],
  [
    "a quotation with a paragraph in the direction around it",
    "Hello.\n\n> سلام سلام سلام\n>\n> Hello",
    "ltr",
    '<p>Hello.</p>\n<blockquote dir="rtl">\n<p>سلام سلام سلام</p>\n<p dir="ltr">Hello</p>\n</blockquote>\n',
  ],
])("renderPost — %s in a text of the other direction — is marked where it differs", (_, content, direction, html) => {
  expect(render(content, direction)).toBe(html);
});

test("renderPost — headings and cells of the other direction — are marked", () => {
  const html = render("سلام سلام سلام\n\n## Title\n\n| سلام | one |\n| - | -: |\n| سلام | two |", "rtl");
  expect(html).toContain('<h2 dir="ltr" id="part-title">Title</h2>');
  expect(html).toContain('<th class="at-right" dir="ltr">one</th>');
  expect(html).toContain('<td class="at-right" dir="ltr">two</td>');
  expect(html).not.toMatch(/<(?:table|tr|tbody)[^>]* dir/);
});

test("renderPost — a table of the other direction — is marked as a whole", () => {
  const html = render("سلام سلام سلام\n\n| one | two |\n| - | - |\n| three | four |", "rtl");
  expect(html).toContain('<table dir="ltr">');
  expect(html).not.toMatch(/<t[hd][^>]* dir/);
});

test("renderPost — a text of one direction — has no mark", () => {
  const manual = readFileSync(path.join("docs", "guide", "writing.md"), "utf8").replace(/[\u0590-\u08ff]/g, "");
  expect(render(manual, "ltr").replace(/<(?:pre|code) dir="ltr"/g, "")).not.toMatch(/ dir="/);
});

test("renderPost — HTML with a direction of its own — has it", () => {
  expect(render('<p dir="rtl">Hello</p>\n\nHello.\n\nسلام.', "ltr")).toContain('<p dir="rtl">Hello</p>');
  expect(render('<div dir="rtl">\n\nHello\n\n</div>', "ltr")).toContain('<div dir="rtl">');
});
