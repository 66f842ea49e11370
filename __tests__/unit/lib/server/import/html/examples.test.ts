import { htmlToMarkdown } from "#lib/server/import/html/html-to-markdown";

const EXAMPLES: [name: string, html: string, markdown: string][] = [
  [
    "emphasis",
    "<p>a <b>b</b> <i>c</i> <del>d</del> <code>e`f</code> <kbd>g</kbd></p>",
    "a **b** *c* ~~d~~ ``e`f`` <kbd>g</kbd>",
  ],
  [
    "emphasis within a word, and beside punctuation",
    "<p>un<b>believ</b>able <b>x:</b>y</p>",
    "un**believ**able <strong>x:</strong>y",
  ],
  ["emphasis beside emphasis", "<p><b>a</b><b>b</b></p>", "<strong>a</strong><strong>b</strong>"],
  [
    "headings, with an id that is linked",
    '<h2 id="x">A</h2><h3 id="y">B <b>c</b></h3><a href="#x">up</a>',
    "## A {#x}\n\n### B c\n\n[up](#x)",
  ],
  [
    "characters that are marks",
    "<p>1. *a* _b_ [c] #d $5 &lt;e&gt; &amp;amp;</p>",
    "1\\. \\*a\\* \\_b\\_ \\[c\\] #d \\$5 \\<e> \\&amp;",
  ],
  ["lines that would begin blocks", "<p>- a<br>&gt; b<br># c<br>---</p>", "\\- a\\\n\\> b\\\n\\# c\\\n\\---"],
  ["a nested list, tight", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "- a\n  1. b\n- c"],
  ["two lists in a row", "<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b"],
  [
    "tasks",
    '<ul><li><input type="checkbox" checked> a</li><li><input type="checkbox"> b</li></ul>',
    "- [x] a\n- [ ] b",
  ],
  [
    "a table",
    '<table><tr><th>a</th><th align="right">b</th></tr><tr><td>1|2</td><td>3<br>4</td></tr></table>',
    "| a | b |\n| --- | --: |\n| 1\\|2 | 3<br>4 |",
  ],
  [
    "a table without a header",
    "<table><tr><td>a</td></tr></table>",
    "<table><tbody><tr><td>a</td></tr></tbody></table>",
  ],
  [
    "a table with spans",
    "<table><tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr></table>",
    '<table><tbody><tr><th colspan="2">a</th></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
  ],
  [
    "a figure",
    '<figure><img src="a b.jpg" alt="[x]"><figcaption>A "c"</figcaption></figure>',
    '![\\[x\\]](a%20b.jpg "A \\"c\\"")',
  ],
  [
    "a caption with a link",
    '<figure><img src="a.jpg"><figcaption>By <a href="/b">b</a></figcaption></figure>',
    '<figure><img src="a.jpg"><figcaption>By <a href="/b">b</a></figcaption></figure>',
  ],
  [
    "a gallery",
    '<figure class="wp-block-gallery"><figure><img src="a.jpg"></figure><figure><img src="b.jpg"></figure><figcaption>Two</figcaption></figure>',
    "![](a.jpg)\n\n![](b.jpg)\n\nTwo",
  ],
  [
    "an image that loads late",
    '<img src="data:image/gif;base64,R0" data-src="a.jpg" alt="a"><noscript><img src="a.jpg"></noscript>',
    "![a](a.jpg)",
  ],
  ["code with a language", '<pre class="brush: php"><code>a\n\n`b`</code></pre>', "```php\na\n\n`b`\n```"],
  [
    "embeds",
    '<iframe src="//video.example/1" title="A film"></iframe><video><source src="/b.mp4"></video>',
    "[A film](https://video.example/1)[/b.mp4](/b.mp4)",
  ],
  [
    "footnotes",
    '<p>a<sup id="r"><a href="#n">1</a></sup></p><ol class="footnotes"><li id="n"><p>b</p><p>c <a href="#r">↩</a></p></li></ol>',
    "a[^1]\n\n[^1]: b\n\n    c",
  ],
  [
    "details, definitions",
    "<details><summary>a <i>b</i></summary><p>c</p></details><dl><dt>d</dt><dd>e</dd></dl>",
    "<details>\n<summary>a <i>b</i></summary>\n\nc\n\n</details>\n\n<dl><dt>d</dt><dd>e</dd></dl>",
  ],
  ["a link around blocks", '<a href="/x"><div><h3>a</h3><p>b</p></div></a>', "### [a](/x)\n\nb"],
  [
    "bare links",
    "<p>https://a.example/b_c, www.d.example and e@f.example</p>",
    "https://a.example/b_c, www.d.example and e@f.example",
  ],
  [
    "comments of Gutenberg",
    "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --><!--more--><p>b</p>",
    "a\n\n<!-- more -->\n\nb",
  ],
];

test.each(EXAMPLES)("htmlToMarkdown — %s", (_name, html, markdown) => {
  expect(htmlToMarkdown(html)).toBe(markdown);
});

test("htmlToMarkdown — line ends of WordPress's classic editor — paragraphs and line breaks, but not in code", () => {
  const html =
    "One\ntwo <b>x\ny</b>\n\nThree\n<blockquote>q\n\nr</blockquote>\n<ul>\n<li>a</li>\n</ul>\n<pre>a\n\nb</pre>\nend";
  expect(htmlToMarkdown(html, { hasLineBreaks: true })).toBe(
    "One\\\ntwo **x\\\ny**\n\nThree\n\n> q\n> \n> r\n\n- a\n\n```\na\n\nb\n```\n\nend",
  );
});

test("htmlToMarkdown — elements nested ten thousand deep — the text stays", () => {
  expect(htmlToMarkdown(`${"<div><b>".repeat(5_000)}deep`)).toMatch(/deep/);
});
