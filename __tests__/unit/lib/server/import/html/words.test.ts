import fc from "fast-check";
import { htmlToMarkdown } from "#lib/server/import/html/html-to-markdown";
import { renderPost } from "#lib/server/rendering/render";
import { htmlWords } from "#support/html-words";
import { holds } from "#support/property";

const escapeHtml = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const WORDS = [
  ...[
    "word",
    "Zwei",
    "三つ",
    "слово",
    "a_b",
    "snake_case_name",
    "don't",
    "C++",
    "C#",
    "50%",
    "a*b",
    "*",
    "**",
    "***",
    "_",
    "__x__",
  ],
  ...[
    "#",
    "##",
    "1.",
    "12)",
    "-",
    "+",
    ">",
    "---",
    "===",
    "+++",
    "```",
    "~~~",
    "`",
    "``x",
    "~",
    "~~gone~~",
    "$5",
    "$x$",
    "$$",
    "\\",
    "\\\\",
  ],
  ...[
    "<b>",
    "</p>",
    "<!--",
    "&amp;",
    "&lt;",
    "&",
    "[",
    "]",
    "[x]",
    "[ ]",
    "[^1]",
    "[^1]:",
    "![",
    "!",
    "^[note]",
    "[a](b)",
    "[a]: b",
    "{#id}",
  ],
  ...[
    "|",
    "|---|",
    "a|b",
    ":--",
    "https://example.org/a_b?c=1&d=2",
    "www.example.org",
    "me@example.org",
    "[!NOTE]",
    "#tag",
    "@x",
    ":",
    "《書》",
  ],
  ...[
    "{{ x }}",
    "{% y %}",
    "[gallery]",
    "http://a/*b*_c_",
    "title: x",
    "“quoted”",
    "(p)",
    "e.g.",
    "</details>",
    "<https://x>",
    "2.x",
    "\t",
  ],
];

const text = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 5 })
  .map((words) => escapeHtml(words.join(" ").replace(/[^\P{C}\t]|\p{M}/gu, "")));

const tag =
  (name: string, attributes = "") =>
  (inner: string) =>
    `<${name}${attributes}>${inner}</${name}>`;
const join = (parts: fc.Arbitrary<string>, max = 4) =>
  fc.array(parts, { minLength: 1, maxLength: max }).map((list) => list.join(""));

const { inline, block } = fc.letrec<{ inline: string; block: string; blocks: string }>((tie) => ({
  inline: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.constant("<br>"),
    ...["b", "strong", "i", "em", "s", "code", "kbd", "sub", "u", "span", "mark", "small", "del"].map((name) =>
      join(tie("inline"), 3).map(tag(name)),
    ),
    join(tie("inline"), 2).map(tag("a", ' href="https://example.org/x(1)"')),
    join(tie("inline"), 2).map(tag("abbr", ' title="A &quot;b&quot;"')),
  ),
  block: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    join(tie("inline")).map(tag("p")),
    join(tie("inline")),
    fc.constant("<hr>"),
    ...["h1", "h2", "h3"].map((name) => join(tie("inline"), 2).map(tag(name))),
    ...["ul", "ol"].map((name) => join(tie("blocks").map(tag("li")), 3).map(tag(name))),
    ...["blockquote", "div", "section"].map((name) => tie("blocks").map(tag(name))),
    text.map((code) => `<pre><code class="language-js">${code}\n\n${code}</code></pre>`),
    fc
      .tuple(text, tie("blocks"))
      .map(([summary, inner]) => `<details><summary>x ${summary}</summary>${inner}</details>`),
    fc
      .array(join(tie("inline"), 2), { minLength: 4, maxLength: 4 })
      .map(([a, b, c, d]) => `<table><thead><tr><th>${a}<th>${b}</thead><tr><td>${c}<td>${d}</table>`),
    fc.tuple(tie("blocks"), text).map(([a, b]) => `<table><tr><td>${a}<td>${b}</table>`),
    fc.tuple(text, text).map(([a, b]) => `<dl><dt>${a}</dt><dd>${b}</dd></dl>`),
    text.map((caption) => `<figure><img src="x.jpg" alt="[x]"><figcaption>x ${caption}</figcaption></figure>`),
  ),
  blocks: join(tie("block"), 3),
}));

const sameWords = (html: string, options = {}) => {
  const markdown = htmlToMarkdown(html, options);
  const rendered = renderPost(markdown, { isTrustedAuthor: true }).html;
  const [before, after] = [htmlWords(html).join(""), htmlWords(rendered).join("")];
  return { html, markdown, before, after };
};

test("htmlToMarkdown — any HTML — the rendered Markdown has the same words", async () => {
  await holds(
    join(block, 4),
    (html) => {
      const { after, before, markdown } = sameWords(html);
      expect({ html, markdown, words: after }).toEqual({ html, markdown, words: before });
    },
    120,
  );
});

test("htmlToMarkdown — words beside each other — no space is lost or added", async () => {
  await holds(
    join(inline, 4).map(tag("p")),
    (html) => {
      const markdown = htmlToMarkdown(html);
      const { html: rendered } = renderPost(markdown, { isTrustedAuthor: true });
      expect({ html, markdown, words: htmlWords(rendered) }).toEqual({ html, markdown, words: htmlWords(html) });
    },
    150,
  );
});
