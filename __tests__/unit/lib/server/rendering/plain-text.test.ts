import { plainText } from "#lib/server/rendering/plain-text";

test.each([
  ["marks", "# A *b* **c** ~~d~~ `e`", "A b c d e"],
  ["a word marked in part", "un**believ**able", "unbelievable"],
  ["a link's text without its address", "[here](https://example.org 'title')", "here"],
  ["an image's description", "![a cat](cat.png)", "a cat"],
  ["a line a block", "# A\n\nb\nc\n\n- d\n- e", "A\nb\nc\nd\ne"],
  ["code as it is", "```js\nlet a = 1;\n\n  b();\n```", "let a = 1;\n\n  b();"],
  ["the cells of a table", "| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd"],
  ["a quotation", "> said\n> so", "said\nso"],
  ["no tags of HTML", "<b onclick='x'>bold</b>", "bold"],
  ["no comments", "a <!-- b --> c\n\n<!-- d -->", "a  c"],
  ["no scripts", "<div><script>a</script>b</div>", "b"],
  ["the description of an image in HTML", "<img src=a.png alt='a cat'>", "a cat"],
  ["a line for each block of HTML", "<ul><li>a<li>b</ul>\n\n| <p>c</p>d |\n|---|", "a\nb\nc\nd"],
  ["entities as what they stand for", "a &amp; b &lt;i&gt;", "a & b <i>"],
  ["escaped marks", "\\*not bold\\*", "*not bold*"],
  ["a broken link as it is", "[x](javascript:alert(1))", "[x](javascript:alert(1))"],
  ["right-to-left and emoji", "**שלום** 🙂", "שלום 🙂"],
  ["a footnote where it stands", "Said[^1] so\n\n[^1]: by me", "Said so\nby me"],
  ["the items of a task list", "- [ ] a\n- [x] b", "a\nb"],
  ["nothing of front matter", "---\ntitle: A\nnav:\n  - b\n---\n\ntext", "text"],
  ["a rule and a heading", "---\na\n---\nb", "a\nb"],
  ["nothing of a rule", "---", ""],
  ["nothing of nothing", "", ""],
])("plain text has %s", (_name, source, plain) => {
  expect(plainText(source)).toBe(plain);
});
