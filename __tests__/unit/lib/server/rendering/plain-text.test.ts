import { plainText } from "#lib/server/rendering/plain-text";

test.each([
  ["emphasis and headings — the text only", "# A *b* **c** ~~d~~ `e`", "A b c d e"],
  ["a partly emphasized word — one word", "un**believ**able", "unbelievable"],
  ["a link — its text without the URL", "[here](https://example.org 'title')", "here"],
  ["an image — its alt text", "![a cat](cat.png)", "a cat"],
  ["blocks and soft line breaks — one line each", "# A\n\nb\nc\n\n- d\n- e", "A\nb\nc\nd\ne"],
  ["code blocks — unchanged", "```js\nlet a = 1;\n\n  b();\n```", "let a = 1;\n\n  b();"],
  ["a table — its cells", "| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd"],
  ["a quotation — its text", "> said\n> so", "said\nso"],
  ["HTML tags — removed", "<b onclick='x'>bold</b>", "bold"],
  ["HTML comments — removed", "a <!-- b --> c\n\n<!-- d -->", "a  c"],
  ["scripts — removed", "<div><script>a</script>b</div>", "b"],
  ["an image in HTML — its alt text", "<img src=a.png alt='a cat'>", "a cat"],
  ["blocks of HTML — one line each", "<ul><li>a<li>b</ul>\n\n| <p>c</p>d |\n|---|", "a\nb\nc\nd"],
  ["entities — decoded", "a &amp; b &lt;i&gt;", "a & b <i>"],
  ["escaped Markdown — unescaped", "\\*not bold\\*", "*not bold*"],
  ["a refused link — unchanged", "[x](javascript:alert(1))", "[x](javascript:alert(1))"],
  ["right-to-left text and emoji — unchanged", "**שלום** 🙂", "שלום 🙂"],
  ["a footnote — in its place", "Said[^1] so\n\n[^1]: by me", "Said so\nby me"],
  ["a task list — its items", "- [ ] a\n- [x] b", "a\nb"],
  ["front matter — removed", "---\ntitle: A\nnav:\n  - b\n---\n\ntext", "text"],
  ["a thematic break before a heading — the text only", "---\na\n---\nb", "a\nb"],
  ["a thematic break — empty", "---", ""],
  ["empty text — empty", "", ""],
])("plainText — %s", (_name, source, plain) => {
  expect(plainText(source)).toBe(plain);
});
