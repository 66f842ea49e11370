// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Markdown with dollar signs and braces

import { createRequire } from "node:module";
import { LANGUAGES, languageNamed } from "#lib/server/rendering/code/code-languages";
import { withoutFrontMatter } from "#lib/server/rendering/front-matter";
import { plainText } from "#lib/server/rendering/plain-text";
import { renderPost } from "#lib/server/rendering/render";
import { unallowedIn } from "#support/allowed-html";

const require = createRequire(import.meta.url);
const htmlOf = (markdown: string) => renderPost(markdown).html;
const alert = (kind: string, title: string, content: string) =>
  `<div class="alert alert-${kind}" role="note" aria-label="${title}">\n<p class="alert-title">${title}</p>\n${content}\n</div>\n`;

describe("renderPost — alerts", () => {
  test.each([
    ["> [!NOTE]\n> a", alert("note", "Note", "<p>a</p>")],
    ["> [!TIP]\n> a", alert("tip", "Tip", "<p>a</p>")],
    ["> [!IMPORTANT]\n> a", alert("important", "Important", "<p>a</p>")],
    ["> [!WARNING]\n> a", alert("warning", "Warning", "<p>a</p>")],
    ["> [!CAUTION]\n> a", alert("caution", "Caution", "<p>a</p>")],
    ["> [!note]  \n>\n> a\n>\n> b", alert("note", "Note", "<p>a</p>\n<p>b</p>")],
    ["> [!NOTE]\n> - a", alert("note", "Note", "<ul>\n<li>a</li>\n</ul>")],
    ["- > [!NOTE]\n  > a", `<ul>\n<li>\n${alert("note", "Note", "<p>a</p>")}</li>\n</ul>\n`],
    ["1. a\n   > [!NOTE]\n   > b", `<ol>\n<li>a\n${alert("note", "Note", "<p>b</p>")}</li>\n</ol>\n`],
    ["> > [!NOTE]\n> > a", `<blockquote>\n${alert("note", "Note", "<p>a</p>")}</blockquote>\n`],
    ["> [!NOTE]\n> > a", alert("note", "Note", "<blockquote>\n<p>a</p>\n</blockquote>")],
    ["> [!NOTE]\n> <kbd>a</kbd>", alert("note", "Note", "<p><kbd>a</kbd></p>")],
    ["> [!NOTE]", "<blockquote>\n<p>[!NOTE]</p>\n</blockquote>\n"],
    ["> [!NOTE] a\n> b", "<blockquote>\n<p>[!NOTE] a\nb</p>\n</blockquote>\n"],
    ["> [!FOO]\n> a", "<blockquote>\n<p>[!FOO]\na</p>\n</blockquote>\n"],
    ["> a\n> [!NOTE]", "<blockquote>\n<p>a\n[!NOTE]</p>\n</blockquote>\n"],
    ["[!NOTE]\na", "<p>[!NOTE]\na</p>\n"],
  ])("%j", (markdown, html) => {
    expect(htmlOf(markdown)).toBe(html);
    expect(unallowedIn(html)).toEqual([]);
  });

  test("the marker — not in the plain text", () => {
    expect(plainText("> [!NOTE]\n> Mind the step.")).toBe("Mind the step.");
  });
});

const X = "<math><mi>x</mi></math>";
const display = (html: string) =>
  `<div class="scroll-box" role="group" aria-label="Formula" tabindex="0">${html}</div>\n`;
const DISPLAYED_X = '<math display="block" class="tml-display"><mi>x</mi></math>';

describe("renderPost — formulas", () => {
  test.each([
    ["$x$", X],
    ["($x$), “$x$” $x$-axis $x$是", `(${X}), “${X}” ${X}-axis ${X}是`],
    ["**$x$** ~~$x$~~", `<strong>${X}</strong> <s>${X}</s>`],
    ["[$x$](/a)", `<a href="/a">${X}</a>`],
    ["<kbd>$x$</kbd>", `<kbd>${X}</kbd>`],
    ["$`x`$", X],
    ["a $$x$$ b", `a ${DISPLAYED_X} b`],
    [
      "$a_b$ and $c_d$",
      "<math><msub><mi>a</mi><mi>b</mi></msub></math> and <math><msub><mi>c</mi><mi>d</mi></msub></math>",
    ],
    ["$a\\$b$", `<math><mrow><mi>a</mi><mi>$</mi><mi>b</mi></mrow></math>`],
    // Prose.
    ["$5 and $6", "$5 and $6"],
    ["between $5 and 6$7", "between $5 and 6$7"],
    ["$20,000-$30,000", "$20,000-$30,000"],
    ["US$5 to US$6", "US$5 to US$6"],
    ["$HOME/$PATH", "$HOME/$PATH"],
    ["${a}-${b}", "${a}-${b}"],
    ["$ x $", "$ x $"],
    ["\\$x$", "$x$"],
    ["$x\\$", "$x$"],
    ["$$", "$$"],
    ["$$$x$$$", "$$$x$$$"],
    ["costs $5, see `a$`", 'costs $5, see <code dir="ltr">a$</code>'],
    ["`$x$`", '<code dir="ltr">$x$</code>'],
    ["a$", "a$"],
    // Errors show the source.
    ["$\\foo$", '<code dir="ltr">$\\foo$</code>'],
    ["$\\frac{a$", '<code dir="ltr">$\\frac{a$</code>'],
    ["$<b>$", "<math><mrow><mo>&lt;</mo><mi>b</mi><mo>&gt;</mo></mrow></math>"],
  ])("%j", (markdown, html) => {
    expect(htmlOf(markdown)).toBe(`<p>${html}</p>\n`);
    expect(unallowedIn(htmlOf(markdown))).toEqual([]);
  });

  test.each([
    ["$$\nx\n$$", display(DISPLAYED_X)],
    ["$$ x $$", display(DISPLAYED_X)],
    ["$$x\n$$", display(DISPLAYED_X)],
    ["a\n$$\nx\n$$\nb", `<p>a</p>\n${display(DISPLAYED_X)}<p>b</p>\n`],
    ["- $$\n  x\n  $$", `<ul>\n<li>\n${display(DISPLAYED_X)}</li>\n</ul>\n`],
    ["```math\nx\n```", display(DISPLAYED_X)],
    ["$$\n\\foo\n$$", display('<code dir="ltr">$$\\foo$$</code>')],
    ["$$\nx\n\ny\n$$", "<p>$$\nx</p>\n<p>y\n$$</p>\n"],
    ["$$\nx", "<p>$$\nx</p>\n"],
    ["- $$\n\nx\n$$", "<ul>\n<li>$$</li>\n</ul>\n<p>x\n$$</p>\n"],
  ])("%j — display formula", (markdown, html) => {
    expect(htmlOf(markdown)).toBe(html);
    expect(unallowedIn(html)).toEqual([]);
  });

  test("aligned equations, cases and matrices — only allowed elements and attributes", () => {
    const html = htmlOf(
      [
        "\\begin{aligned}a&=b\\\\c&=d\\end{aligned}",
        "f(x)=\\begin{cases}1&x>0\\\\0&\\text{else}\\end{cases}",
        "\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix} \\sum_{i=1}^n \\sqrt[3]{x} \\overline{ab} \\underbrace{a}_b",
        "\\left[\\dfrac{a}{b}\\right] \\mathbb{R} \\mathcal{L} \\mathbf{v} \\vec{a} \\hat{b} \\binom{n}{k} \\color{red}{x}",
      ]
        .map((tex) => `$$\n${tex}\n$$`)
        .join("\n\n"),
    );
    expect(html.match(/<math/g)).toHaveLength(4);
    expect(html).not.toMatch(/<code| style=/);
    expect(unallowedIn(html)).toEqual([]);
  });

  test.each([
    ["a long formula", `$${"x+".repeat(1_500)}y$`],
    ["deeply nested groups", `$${"{".repeat(60)}x${"}".repeat(60)}$`],
    ["recursive macros", "$\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a}\\b\\b\\b\\b$"],
    ["a link", "$\\href{javascript:alert(1)}{x}$"],
    ["an image", "$\\includegraphics{https://example.org/a.png}$"],
  ])("%s — shown as source", (_name, markdown) => {
    expect(htmlOf(markdown)).toContain('<code dir="ltr">$');
    expect(htmlOf(markdown)).not.toContain("<math");
  });

  test("past the limit of characters per text — shown as source", () => {
    const html = htmlOf(`$${"x".repeat(1_900)}$\n\n`.repeat(12));
    expect(html.match(/<math/g)).toHaveLength(10);
    expect(html.match(/<code/g)).toHaveLength(2);
  });

  test("plain text — the source of the formulas", () => {
    expect(plainText("a $x_1$\n\n$$\ny\n$$")).toBe("a x_1\ny");
  });
});

const headingLine = (id: string, text: string, label = text) =>
  `<h2 id="part-${id}">${text}</h2>\n<a class="part-link" href="#part-${id}" aria-label="Link to “${label}”" name="${id}">#</a>`;

describe("renderPost — heading ids", () => {
  test.each([
    ["# A `b` *c*", "a-b-c"],
    ["# What's new in C++20?", "whats-new-in-c20"],
    ["# Node.js & npm", "nodejs--npm"],
    ["# 1. Start_here", "1-start_here"],
    ["# Überblick – Ärger", "überblick--ärger"],
    ["# 概要：はじめに", "概要はじめに"],
    ["# Введение", "введение"],
    ["# مقدمه", "مقدمه"],
    ["# 🙂", "section"],
    ["# A {#setup}", "setup"],
    ["# A {#設定}", "設定"],
    ["# A {#a.b:c_d-e} #", "a.b:c_d-e"],
    ["A {#setup}\n===", "setup"],
    ['<h1 id="setup">A</h1>', "setup"],
  ])("%s — id %s, reached by links in any case and encoding", (markdown, id) => {
    const links = [id, id.toUpperCase(), encodeURIComponent(id), id.normalize("NFD")];
    const html = htmlOf(`${markdown}\n\n${links.map((link) => `[x](<#${link}>)`).join("\n")}`);
    expect(html).toContain(`<h2 id="part-${id}">`);
    expect(html).toContain(` name="${id}">#</a>`);
    const hrefs = [...html.matchAll(/<a href="#([^"]*)">x/g)].map(([, href = ""]) => decodeURIComponent(href));
    expect(hrefs).toEqual(links.map(() => `part-${id}`));
  });

  test.each([
    ["# A {#}", "A {#}"],
    ["# A {#b c}", "A {#b c}"],
    ["# A {#b", "A {#b"],
    ["# A {#b} c", "A {#b} c"],
    ["# A \\{#b}", "A {#b}"],
    ['# A {#b"c}', "A {#b&quot;c}"],
  ])("%s — not an id, shown as text", (markdown, text) => {
    expect(htmlOf(markdown).replace(/ id="[^"]*"/, "")).toContain(`<h2>${text}</h2>`.replaceAll("&quot;", '"'));
  });

  test("an explicit id — precedes the slug of an earlier heading", () => {
    const html = htmlOf("# Setup\n# B {#setup}\n# C {#setup}");
    expect(html).toContain(headingLine("setup-1", "Setup"));
    expect(html).toContain(headingLine("setup", "B"));
    expect(html).toContain(headingLine("c", "C"));
  });

  test("links with slugs of the former format — resolved", () => {
    expect(htmlOf("# Café Noir\n## What’s a.b?\n\n[x](#cafe-noir) [y](#whats-a-b) [z](#elsewhere)")).toContain(
      '<p><a href="#part-caf%C3%A9-noir">x</a> <a href="#part-whats-ab">y</a> <a href="#elsewhere">z</a></p>',
    );
  });

  test("an anchor in HTML — reached by links", () => {
    expect(htmlOf('<a id="There"></a>A\n\n[x](#there)')).toContain('<a href="#part-There">x</a>');
  });
});

describe("renderPost — Chinese, Japanese and Korean", () => {
  test.each([
    ["**注意：**下面", "<strong>注意：</strong>下面"],
    ["これは**「大事」**です", "これは<strong>「大事」</strong>です"],
    ["**굵게(bold)**는", "<strong>굵게(bold)</strong>는"],
    ["a **b** c*d*e", "a <strong>b</strong> c<em>d</em>e"],
    ["终于继\n续前进。\n下面", "终于继续前进。下面"],
    ["カタカナ\nひらがな、\n漢字", "カタカナひらがな、漢字"],
    ["**继**\n续 *a*", "<strong>继</strong>续 <em>a</em>"],
    ["[继](/a)\n**续**", '<a href="/a">继</a><strong>续</strong>'],
    ["继\na\n续", "继\na\n续"],
    ["한국어\n문장", "한국어\n문장"],
    ["继\n한국어", "继\n한국어"],
    ["继  \n续", "继<br />\n续"],
    ["继\n`续`", '继\n<code dir="ltr">续</code>'],
  ])("%j", (markdown, html) => {
    expect(htmlOf(markdown)).toBe(`<p>${html}</p>\n`);
  });
});

describe("renderPost — inline footnotes", () => {
  const notes = (html: string) =>
    [...html.matchAll(/<li id="note-\d+"><p>(.*?) <a href="#note-\d+-call/g)].map(([, note]) => note);

  test.each([
    ["a^[b]", ["b"]],
    ["a^[b *c* [d](/e) `f]`] g", ['b <em>c</em> <a href="/e">d</a> `f']],
    ["a^[b [c] d]^[e]", ["b [c] d", "e"]],
    ["a^[b ^[c] d]", ["b ^[c] d"]],
    ["a^[b\\] c]", ["b] c"]],
    [
      "a^[b[^1]][^1]\n\n[^1]: c",
      ['b<sup class="note-call"><a href="#note-1" aria-label="Note 1" id="note-1-call">1</a></sup>', "c"].reverse(),
    ],
    ["a^[https://a.org $x$]", [`<a href="https://a.org" class="bare-url">https://a.org</a> ${X}`]],
    ["a^[]", []],
    ["a^[ ]", []],
    ["a^[b", []],
    ["a\\^[b]", []],
    ["`^[b]`", []],
    ["[a ^[b]](/c)", []],
    ["2^[", []],
  ])("%j", (markdown, expected) => {
    expect(notes(htmlOf(markdown))).toEqual(expected);
    expect(unallowedIn(htmlOf(markdown))).toEqual([]);
  });

  test("more than 1,000 — plain text with the reason", () => {
    expect(htmlOf("^[a]".repeat(1_001))).toContain("more than 1,000 footnotes");
  });
});

describe("renderPost — code blocks", () => {
  const titleOf = (html: string) => /<figure class="code"><figcaption>(.*?)<\/figcaption>/.exec(html)?.[1] ?? "";
  test.each([
    ["js", ""],
    ["JS", ""],
    ["js{1,3}", ""],
    ["js {1,3} showLineNumbers", ""],
    ["js:app.js", "app.js"],
    ['js title="a &lt; b.js" {1}', "a &lt; b.js"],
    ["js title='a b.js'", "a b.js"],
    ["js filename=src/app.js", "src/app.js"],
    ['{.js title="a.js"}', "a.js"],
    ["{.javascript .numberLines}", ""],
    ["js,linenos", ""],
  ])("info string %s — JavaScript with the title %j", (info, title) => {
    const html = htmlOf(`\`\`\`${info}\nlet a;\n\`\`\``);
    expect(html).toContain('<span class="hljs-keyword">let</span>');
    expect(titleOf(html)).toBe(title);
    expect(unallowedIn(html)).toEqual([]);
  });

  test.each(
    Object.entries({
      powershell: "Get-Item x",
      dockerfile: "FROM node",
      jsx: "<A b={1} />",
      tsx: "const a: B = <C />;",
      nix: "let a = 1; in a",
      elixir: "def a do 1 end",
      haskell: "module A where",
      scala: "val a = 1",
      clojure: '(def a "b")',
      lisp: '(setq a "b")',
      hcl: 'resource "a" "b" {}',
      terraform: "a = 1 # b",
      tf: 'a = "${b}"',
      toml: 'a = "b"',
      proto: "message A { string b = 1; }",
      nginx: "listen 80;",
      vim: "let a = 1",
      julia: "function a() end",
      ocaml: "let a = 1",
      erlang: "a() -> 1.",
      dart: "class A {}",
      groovy: "def a = 1",
      latex: "\\frac{a}{b}",
      "c++": "int a;",
      "c#": "class A {}",
      "f#": "let a = 1",
      html: '<a href="b">c</a>',
      vue: "<script>let a;</script>",
    }),
  )("%s — highlighted", (name, code) => {
    expect(htmlOf(`\`\`\`${name}\n${code}\n\`\`\``)).toContain('<span class="hljs-');
  });

  test("LANGUAGES — names and aliases of highlight.js", () => {
    const hljs = require("highlight.js/lib/core");
    for (const language of LANGUAGES.filter((name) => name !== "hcl")) {
      const { aliases = [] } = require(`highlight.js/lib/languages/${language}`)(hljs) as { aliases?: string[] };
      const named = [language, ...aliases].map(languageNamed);
      expect([language, named.filter((name) => name === undefined)]).toEqual([
        language,
        aliases.filter((alias) => !languageNamed(alias)).map(() => undefined),
      ]);
      expect(languageNamed(language)).toBe(language);
    }
  });
});

describe("renderPost — figures", () => {
  const image = '<img src="a.png" alt="b" loading="lazy" decoding="async" />';
  test.each([
    ['![b](a.png "c *d* & e")', `<figure>${image}<figcaption>c *d* &amp; e</figcaption>\n</figure>\n`],
    ['[![b](a.png "c")](/d)', `<figure><a href="/d">${image}</a><figcaption>c</figcaption>\n</figure>\n`],
    ["![b](a.png)", `<p>${image}</p>\n`],
    ['x ![b](a.png "c")', `<p>x ${image.replace("alt", "alt").replace('alt="b"', 'alt="b" title="c"')}</p>\n`],
    ['- ![b](a.png "c")', `<ul>\n<li>\n<figure>${image}<figcaption>c</figcaption>\n</figure>\n</li>\n</ul>\n`],
    [
      '![b](http://a.org/b.png "c")',
      '<figure><a href="http://a.org/b.png">b</a><figcaption>c</figcaption>\n</figure>\n',
    ],
  ])("%j", (markdown, html) => {
    expect(htmlOf(markdown)).toBe(html);
    expect(unallowedIn(html)).toEqual([]);
  });

  test("captions — in the plain text", () => {
    expect(plainText('![b](a.png "c d")')).toBe("b\nc d");
  });
});

describe("withoutFrontMatter", () => {
  test.each([
    ["---\na: b\n---\nx", "x"],
    ["---  \n\n# c\na : [b, {c: d}]\n---\t\nx\n---\ny", "x\n---\ny"],
    ["---\n标题: x\n---\nx", "x"],
    ['---\n"a": b\na: twice\na: twice\n---\nx', "x"],
    ["---\na: |\n  b\n  # c\n---\nx", "x"],
    ["---\r\na: b\r\n---\r\nx", "x"],
    ['+++\na = "b"\n[c]\nd = 1\n+++\nx', "x"],
    ...[
      "---\na: b\n---",
      "---\na: b\n---\n \n",
      "---\n---\nx",
      "---\n# c\n---\nx",
      "---\n- a\n---\nx",
      "---\nprose\n---\nx",
      "---\nNote: prose.\n\nMore prose.\n\n---\nx",
      "---\na: b\nx",
      "\n---\na: b\n---\nx",
      " ---\na: b\n---\nx",
      "----\na: b\n----\nx",
      "---\na: b: c\n---\nx",
      "---\na: [\n---\nx",
      "+++\na: b\n+++\nx",
      "+++\n+++\nx",
      "---\na: b\n+++\nx",
      `---\n${"a: b\n".repeat(2_000)}---\nx`,
      `---\na: ${"[".repeat(50)}${"]".repeat(50)}\n---\nx`,
      `---\n${"- ".repeat(50)}a\n---\nx`,
    ].map((text) => [text, text]),
  ])("%j — %j", (source, text) => {
    expect(withoutFrontMatter(source)).toBe(text);
  });

  test("YAML aliases — not expanded", () => {
    const bomb = Array.from({ length: 60 }, (_, n) => `b${n}: &b${n} [${n ? `*b${n - 1}, *b${n - 1}` : "x"}]`).join(
      "\n",
    );
    expect(withoutFrontMatter(`---\n${bomb}\n---\nx`)).toBe("x");
  });
});
