import { toMarkdown } from "#lib/client/html-to-markdown";
import { readRichText } from "#lib/client/rich-text";

/** What a paste of HTML gives; undefined where it stays plain. */
function pasted(html: string): string | undefined {
  const data = new Map([
    ["text/html", html],
    ["text/plain", "plain"],
  ]);
  const rich = readRichText({ getData: (type: string) => data.get(type) ?? "" } as DataTransfer);
  return rich && toMarkdown(rich);
}

test.each([
  ["headings", "<h2>One</h2><h3><b>Two</b></h3>", "## One\n\n### Two"],
  ["emphasis", "a <strong>b</strong> <em>c</em> <s>d</s>", "a **b** *c* ~~d~~"],
  [
    "Google Docs",
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">a</span> <span style="font-style:italic">b</span></p><ul><li><p>c</p></li><ul><li><p>d</p></li></ul></ul></b>',
    "**a** *b*\n\n- c\n  - d",
  ],
  ["numbers from another one than 1", '<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"],
  [
    "tasks",
    '<ul><li><input type="checkbox" checked> a</li><li><input type="checkbox"> b</li></ul>',
    "- [x] a\n- [ ] b",
  ],
  ["a quotation", "<blockquote><p>a</p><p>b</p></blockquote>", "> a\n> \n> b"],
  ["a line break", "<p><b>a</b><br>b</p>", "**a**\\\nb"],
  ["code", "<p>a <code>b`c</code></p>", "a ``b`c``"],
  [
    "a code block of GitHub",
    '<p>a</p><div class="highlight highlight-source-js"><pre>b\n<span>c</span></pre></div>',
    "a\n\n```js\nb\nc\n```",
  ],
  ["a table without headings", "<table><tr><td>a</td><td>b</td></tr></table>", "|  | |\n| --- | --- |\n| a | b |"],
  [
    "a table that lays out a page",
    "<table><tr><td><h2>a</h2></td><td><ul><li>b</li></ul></td></tr></table>",
    "## a\n\n- b",
  ],
  ["a link to its own text", '<a href="https://a.example/b_c">https://a.example/b_c</a>', "https://a.example/b_c"],
  ["a link that runs a script", '<b>a</b> <a href="javascript:alert(1)">b</a>', "**a** b"],
  ["a link within a page", '<b>a</b> <a href="#b">b</a>', "**a** b"],
  ["an image of a file", '<b>a</b> <img src="file:///c.png" alt="c">', "**a** c"],
  [
    "scripts, styles and forms",
    "<b>a</b><script>b</script><style>c{}</style><button>d</button><svg><text>e</text></svg>",
    "**a**",
  ],
  [
    "characters that mean something in Markdown",
    "<b>a</b> *b* _c_ # [d] &lt;i&gt; &amp;lt; ~~e~~",
    "**a** \\*b\\* \\_c\\_ # \\[d\\] \\<i> \\&lt; \\~\\~e\\~\\~",
  ],
  ["a URL with underscores", "<b>a</b> https://a.example/b_c_d", "**a** https://a.example/b_c_d"],
  ["no-break spaces", "<b>a</b>&nbsp;b", "**a** b"],
])("rich text — %s", (_name, html, markdown) => {
  expect(pasted(html)).toBe(markdown);
});

test.each([
  ["a paragraph", "<p>a</p>"],
  [
    "text with the computed style of its page",
    '<span style="font-weight: 400; font-style: normal; color: red">a</span>',
  ],
  ["code of an editor", '<meta charset="utf-8"><div style="font-family: monospace;white-space: pre;"><i>a</i></div>'],
  ["one block of code", "<pre><b>a</b></pre>"],
  ["an image alone", '<img src="https://a.example/b.png">'],
  ["more than anybody writes", `<b>${"a".repeat(2_000_000)}</b>`],
])("rich text — %s — stays plain", (_name, html) => {
  expect(pasted(html)).toBeUndefined();
});

test.each(["<b>", "<ul><li>", "<table><tr><td>"])("rich text — 500 %s in each other — stays plain", (part) => {
  expect(pasted(part.repeat(500))).toBeUndefined();
});

test("rich text — tags without an end — is read in linear time", () => {
  const start = performance.now();
  for (const part of ["<a ", "<a style=", "<style"]) pasted(part.repeat(200_000 / part.length));
  // Quadratic time would be minutes.
  expect(performance.now() - start).toBeLessThan(20_000);
});
