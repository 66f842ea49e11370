/** Markdown as it is written for other programs, with HTML that its rendering must contain and must not contain. */
export type MarkdownCase = { markdown: string; has: string[]; hasNot?: string[] };

const FRONT_MATTER = { has: ["<p>Body.</p>"], hasNot: ["title", "标题", "A file", "Spaces"] };

export const MARKDOWN_CASES: Record<string, MarkdownCase> = {
  "bare links": {
    markdown: "Read https://example.com/a?b=1, www.example.com or write to me@example.com.",
    has: [
      '<a href="https://example.com/a?b=1" class="bare-url" rel="nofollow ugc">https://example.com/a?b=1</a>, ',
      '<a href="http://www.example.com" class="bare-url" rel="nofollow ugc">www.example.com</a>',
      '<a href="mailto:me@example.com" class="bare-url">me@example.com</a>.',
    ],
  },
  "emphasis beside CJK punctuation": {
    markdown: "**注意：**下面开始。**真。**好。\n\nこれは**「大事」**です。\n\n**굵게(bold)**는",
    has: ["注意：", "真。", "「大事」", "굵게(bold)"].map((text) => `<strong>${text}</strong>`),
    hasNot: ["*"],
  },
  "a line break between CJK characters": {
    markdown: "我们走了很远的路，终于继\n续前进。",
    has: ["<p>我们走了很远的路，终于继续前进。</p>"],
  },
  "info strings": {
    markdown: [
      "```js{1,3}\nlet a = 1;\n```",
      "```js:app.js\nlet b = 1;\n```",
      "```powershell\nGet-Item x\n```",
      "```dockerfile\nFROM node\n```",
      "```jsx\n<A b={1} />\n```",
    ].join("\n\n"),
    has: [
      '<span class="hljs-keyword">let</span> a',
      '<span class="hljs-keyword">let</span> b',
      "<figcaption>app.js</figcaption>",
      '<span class="hljs-built_in">Get-Item</span>',
      '<span class="hljs-keyword">FROM</span>',
      '&lt;A b={<span class="hljs-number">1</span>} /&gt;',
    ],
    hasNot: ["{1,3}"],
  },
  "GitHub's fragments": {
    markdown: [
      "- [What is new](#whats-new-in-c20)\n- [npm](#nodejs--npm)\n- [Start](#1-start_here)",
      "## What's new in C++20?\n\n## Node.js & npm\n\n## 1. Start_here",
    ].join("\n\n"),
    has: ["whats-new-in-c20", "nodejs--npm", "1-start_here"].flatMap((id) => [
      `<li><a href="#part-${id}">`,
      `<h2 id="part-${id}">`,
      ` name="${id}">#</a>`,
    ]),
  },
  "the id of a heading": {
    markdown: "## Set it up {#setup}\n\n[there](#setup)",
    has: ['<h2 id="part-setup">Set it up</h2>', ' name="setup">#</a>', '<a href="#part-setup">there</a>'],
    hasNot: ["{#"],
  },
  formulas: {
    markdown:
      "Euler wrote $e^{i\\pi}+1=0$, and $\\hat{a}_{i,j} + \\hat{b}_{i,j}$; $5 and $6.\n\n$$\n\\int_0^1 x_i \\, dx\n$$",
    has: [
      "<mi>π</mi>",
      "; $5 and $6.",
      '<math display="block"',
      "<mspace",
      "<mo>∫</mo>".replace("<mo>", '<mo movablelimits="false">'),
    ],
    hasNot: ["<em>", "\\"],
  },
  ...Object.fromEntries(
    ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"].map((kind): [string, MarkdownCase] => [
      `an alert of the kind ${kind}`,
      {
        markdown: `> [!${kind}]\n> Mind the step.`,
        has: [
          `class="alert alert-${kind.toLowerCase()}" role="note"`,
          `<p class="alert-title">${kind.charAt(0)}${kind.slice(1).toLowerCase()}</p>\n<p>Mind the step.</p>`,
        ],
        hasNot: ["[!"],
      },
    ]),
  ),
  "front matter with a blank line first": { markdown: "---\n\ntitle: x\n---\n\nBody.", ...FRONT_MATTER },
  "front matter with a comment first": {
    markdown: "---\n# made by a generator\ntitle: x\n---\n\nBody.",
    ...FRONT_MATTER,
  },
  "front matter with a non-Latin key": { markdown: "---\n标题: x\n---\n\nBody.", ...FRONT_MATTER },
  "front matter with spaces before colons": {
    markdown: "---\nlayout  : post\ntitle   : Spaces before the colon\n---\n\nBody.",
    ...FRONT_MATTER,
  },
  "front matter in TOML": {
    markdown: '+++\ntitle = "A file of Zola or Hugo"\ndate = 2026-01-31\n+++\n\nBody.',
    ...FRONT_MATTER,
  },
  "prose between rules": {
    markdown:
      "---\nNote: this line of prose stands below a rule.\n\nA whole paragraph that no reader sees.\n\n---\n\nThe only part shown.",
    has: ["Note: this line of prose", "A whole paragraph", "The only part shown."],
  },
  "an inline footnote": {
    markdown: "A text^[with *a* note].",
    has: ['<li id="note-1"><p>with <em>a</em> note <a href="#note-1-call"'],
    hasNot: ["^["],
  },
  "an image with a title": {
    markdown: '![A cat](https://example.com/cat.png "Olga, asleep")',
    has: ["<figure><img ", "<figcaption>Olga, asleep</figcaption>"],
  },
};
