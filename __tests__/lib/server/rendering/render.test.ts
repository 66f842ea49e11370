import { renderGuide, renderPost } from "#lib/server/rendering/render";

const htmlOf = (content: string) => renderPost(content).html;

test.each([
  ["raw HTML as text", "<script>x</script>", "&lt;script&gt;"],
  ["no script in a link", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ["code in a box that the keyboard reaches", "```\na < b\n```", 'tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["indented code too", "    a < b", 'tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["code in colours", "```js\nlet a;\n```", '<span class="hljs-keyword">let</span> a;'],
  ["code of an unknown language plain", "```klingon\nlet <a>;\n```", "<code>let &lt;a&gt;;\n</code>"],
  ["what a terminal answers marked", "```console\n$ a \\\n  b\nc\n```", '$ a \\\n  b\n<span class="reply">c</span>\n'],
  ["tables in a box that the keyboard reaches", "| a |\n|---|\n| b |", 'aria-label="Table" tabindex="0"><table>'],
  ["columns that keep to a side", "| a |\n|--:|\n| b |", '<td class="at-right">b</td>'],
  [
    "boxes with a name",
    "- [x] a **b**",
    '<label><input type="checkbox" disabled checked />a <strong>b</strong></label>',
  ],
  ["footnotes", "a[^x]\n\n[^x]: b", '<a href="#note-1" aria-label="Note 1" id="note-1-call">1</a>'],
  ["a way back from each", "a[^x]\n\n[^x]: b", '<a href="#note-1-call" class="note-back"'],
  ["what is struck out", "~~a~~", "<s>a</s>"],
  ["no front matter", "---\ntitle: A\n---\nb", "<p>b</p>"],
])("HTML has %s", (_name, content, html) => {
  expect(htmlOf(content)).toContain(html);
});

test("the guide's links lead to the addresses that were asked for", () => {
  expect(renderGuide("[x](a.md)", (href) => `/docs/${href}`)).toBe('<p><a href="/docs/a.md">x</a></p>\n');
});
