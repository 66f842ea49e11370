import { metaDescription } from "#lib/server/rendering/excerpt";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import { truncate } from "#lib/shared/truncate";

const LONG = "Fold a sheet of paper once, and it has four pages. ";

test.each([
  ["headings", "# Title\n\nIt *begins*.\n\n## Part\n\nIt goes on.", "It begins. It goes on."],
  ["headings of HTML", "<h1>Title</h1>\n\nIt begins.", "It begins."],
  ["a heading below its line", "Title\n===\n\nIt begins.", "It begins."],
  ["front matter", "---\ntitle: A\n---\nIt begins.", "It begins."],
  ["comments", "<!-- a -->\nIt <!-- b -->begins.\n\n<!-- c -->", "It begins."],
  ["HTML", "<div align=center><b>It</b> begins.</div>\n\nIt <kbd>goes</kbd> on.", "It begins. It goes on."],
  ["scripts and styles", "<style>a { b: c }</style>\n\nIt begins.<script>d()</script>", "It begins."],
  ["blocks of code", "It begins.\n\n```js\nlet a;\n```\n\n    indented\n\nIt goes on.", "It begins. It goes on."],
  ["code in HTML", "<pre>\nlet a;\n\nb\n</pre>\n\nIt begins.", "It begins."],
  ["link targets", "[It](https://example.org 'a') [begins][b].\n\n[b]: /c", "It begins."],
  ["images", "![a cat](cat.png) It begins. <img src=dog.png alt='a dog'>", "It begins."],
  ["tables", "| a |\n|---|\n| b |\n\nIt begins.\n\n<table><tr><td>c</table>", "It begins."],
  ["embedded videos", "<iframe src='https://example.org/v'></iframe>\n\nIt begins.", "It begins."],
  ["summaries of details", "<details><summary>More</summary>\n\nIt begins.\n\n</details>", "It begins."],
  ["footnotes", "It begins[^1].\n\n[^1]: Or not.", "It begins."],
  ["text after <!-- more -->", "It begins.\n\n<!-- more -->\n\nIt goes on.", "It begins."],
  ["text after <!--MORE--> within a line", "It begins. <!--MORE--> It goes on.", "It begins."],
])("generateExcerpt — %s — left out", (_name, source, excerpt) => {
  expect(generateExcerpt(source)).toBe(excerpt);
});

test.each([
  ["code within a line", "Call `a()`.", "Call a()."],
  ["quotations and lists", "> It begins.\n\n- It goes on.", "It begins. It goes on."],
  [
    "a comment in a block of code",
    "It begins.\n\n```html\n<!-- more -->\n```\n\nIt goes on.",
    "It begins. It goes on.",
  ],
  ["nothing but headings and images", "# Title\n\n![a cat](cat.png)", "Title a cat"],
  ["nothing but code", "```\na\n```", ""],
  ["<!-- more --> at the beginning", "<!-- more -->\n\nIt begins.", ""],
])("generateExcerpt — %s — included", (_name, source, excerpt) => {
  expect(generateExcerpt(source)).toBe(excerpt);
});

test.each([
  ["a short text", "Hello world", 20, "Hello world"],
  ["exactly as long as allowed", "Hello", 5, "Hello"],
  ["white space", " a\n\n b\t c ", 20, "a b c"],
  ["a sentence that ends in time", LONG.repeat(4), 120, LONG.repeat(2).trim()],
  ["a sentence that ends too early", `Yes. ${"wonderful ".repeat(20)}`, 30, "Yes. wonderful wonderful…"],
  ["a number and a name with dots", `${"a ".repeat(20)}3.14 node.js b. c`, 50, `${"a ".repeat(20)}3.14…`],
  ["words", "Hello wonderful world", 18, "Hello wonderful…"],
  ["a comma before the end", "Hello wonderful, world", 18, "Hello wonderful…"],
  ["a word that is too long", "Supercalifragilistic", 6, "Super…"],
  ["a long word after a short one", "A supercalifragilistic", 10, "A superca…"],
  ["Chinese sentences", "今天天气很好。我们去公园散步。然后回家。", 16, "今天天气很好。我们去公园散步。"],
  ["Japanese words", "東京都に住んでいる人々", 8, "東京都に住んで…"],
  ["nothing", "", 10, ""],
])("truncate — %s — ends at a sentence, a word or a grapheme", (_name, text, max, expected) => {
  expect(truncate(text, max)).toBe(expected);
});

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const PIECES = [
  "🙂🙃 ",
  "𠮷",
  "日本語",
  "a",
  "ab ",
  "👨‍👩‍👧‍👦",
  "🇫🇷🇯🇵",
  "e\u0301",
  "नमस्ते",
  "สวัสดี",
  "👍🏽.",
  "한국어 ",
  "می‌خواهم ",
];

test.each(PIECES)("truncate — %j repeated — within the limit, in whole graphemes", (piece) => {
  const text = piece.repeat(400);
  for (const max of [11, 12, 13, 30, 160, 280]) {
    const cut = truncate(text, max);
    expect([...cut].length).toBeLessThanOrEqual(max);
    expect(cut.isWellFormed()).toBe(true);
    const start = cut.replace(/…$/, "");
    expect(text.startsWith(start)).toBe(true);
    const ends = [...graphemes.segment(text.slice(0, 2_000))].map(({ index }) => index);
    expect(ends).toContain(start.length);
  }
});

test("truncate — a grapheme longer than the limit — within the limit", () => {
  expect([...truncate(`a${"\u0301".repeat(500)}`, 10)].length).toBeLessThanOrEqual(10);
});

test("metaDescription — a long excerpt — at most 160 characters", () => {
  expect(metaDescription(LONG.repeat(5))).toBe(LONG.repeat(3).trim());
  expect([...metaDescription("wonderful ".repeat(40))].length).toBeLessThanOrEqual(160);
});
