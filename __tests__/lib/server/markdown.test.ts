import { beginning, plainText, toHtml } from "#lib/server/markdown";

test.each([
  ["marks", "# A *b* **c** ~~d~~ `e`", "A b c d e"],
  ["a word marked in part", "un**believ**able", "unbelievable"],
  ["a link's text without its address", "[here](https://example.org 'title')", "here"],
  ["an image's description", "![a cat](cat.png)", "a cat"],
  ["a line a block", "# A\n\nb\nc\n\n- d\n- e", "A\nb\nc\nd\ne"],
  ["code as it is", "```js\nlet a = 1;\n\n  b();\n```", "let a = 1;\n\n  b();"],
  ["the cells of a table", "| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd"],
  ["a quotation", "> said\n> so", "said\nso"],
  ["raw HTML as text", "<b onclick='x'>bold</b>", "<b onclick='x'>bold</b>"],
  ["entities as what they stand for", "a &amp; b &lt;i&gt;", "a & b <i>"],
  ["escaped marks", "\\*not bold\\*", "*not bold*"],
  ["a broken link as it is", "[x](javascript:alert(1))", "[x](javascript:alert(1))"],
  ["right-to-left and emoji", "**שלום** 🙂", "שלום 🙂"],
  ["nothing of a rule", "---", ""],
  ["nothing of nothing", "", ""],
])("plain text has %s", (_name, source, plain) => {
  expect(plainText(source)).toBe(plain);
});

describe("the beginning", () => {
  test.each([
    ["a short text is whole", "Hello world", 20, "Hello world"],
    ["exactly as long as may be", "Hello", 5, "Hello"],
    ["white space becomes single spaces", " a\n\n b\t c ", 20, "a b c"],
    ["whole words and an ellipsis", "Hello wonderful world", 18, "Hello wonderful…"],
    ["a word too long is cut", "Supercalifragilistic", 6, "Super…"],
    ["no word is dropped for one long one", "A supercalifragilistic", 10, "A superca…"],
    ["nothing", "", 10, ""],
  ])("%s", (_name, text, max, expected) => {
    expect(beginning(text, max)).toBe(expected);
  });

  test.each(["🙂🙃 ", "𠮷", "日本語", "a", "ab "])("of %j again and again is never longer than asked", (piece) => {
    for (const max of [1, 2, 3, 10, 280]) {
      const cut = beginning(piece.repeat(400), max);
      expect([...cut].length).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
    }
  });
});

test.each([
  ["raw HTML as text", "<script>x</script>", "&lt;script&gt;"],
  ["no script in a link", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ["headings with an anchor", "## The *same* thing", '<h2 id="the-same-thing">The <em>same</em> thing</h2>'],
  ["code in a box that the keyboard reaches", "```js\na < b\n```", '<pre tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["tables in a box that the keyboard reaches", "| a |\n|---|\n| b |", '<div class="scroll-box" role="group"'],
  ["what a terminal answers marked", "```console\n$ a \\\n  b\nc\n```", '$ a \\\n  b\n<span class="reply">c</span>\n'],
])("HTML has %s", (_name, source, html) => {
  expect(toHtml(source)).toContain(html);
});

test("HTML has links to the addresses that were asked for", () => {
  expect(toHtml("[x](a.md)", (href) => `/docs/${href}`)).toBe('<p><a href="/docs/a.md">x</a></p>\n');
});
