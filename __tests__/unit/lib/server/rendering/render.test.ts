import { renderGuide, renderPost } from "#lib/server/rendering/render";
import { sanitizeHtml } from "#lib/server/rendering/sanitize";
import { CONTENT_MAX } from "#lib/shared/posts";
import { unallowedIn } from "#support/allowed-html";
import { isLong } from "#support/long";
import { generatedMarkup, naughtyStrings } from "#support/markup";

const htmlOf = (content: string) => renderPost(content).html;

test.each([
  ["link with javascript: — text", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ["code block — focusable", "```\na < b\n```", 'tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["indented code block — focusable", "    a < b", 'tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["code block — dir=ltr", "```\na\n```", '<pre dir="ltr" '],
  ["code span — dir=ltr", "א `a(b)`", '<code dir="ltr">a(b)</code>'],
  ["code block — highlighted", "```js\nlet a;\n```", '<span class="hljs-keyword">let</span> a;'],
  ["code block of an unknown language — not highlighted", "```klingon\nlet <a>;\n```", "<code>let &lt;a&gt;;\n</code>"],
  ["console block — output marked", "```console\n$ a \\\n  b\nc\n```", '$ a \\\n  b\n<span class="reply">c</span>\n'],
  ["table — in a focusable scroll box", "| a |\n|---|\n| b |", 'aria-label="Table" tabindex="0"><table>'],
  ["aligned column — a class", "| a |\n|--:|\n| b |", '<td class="at-right">b</td>'],
  [
    "task list — labelled checkboxes",
    "- [x] a **b**",
    '<label><input type="checkbox" disabled checked />a <strong>b</strong></label>',
  ],
  ["footnote — link to the note", "a[^x]\n\n[^x]: b", '<a href="#note-1" aria-label="Note 1" id="note-1-call">1</a>'],
  ["footnote — link back", "a[^x]\n\n[^x]: b", '<a href="#note-1-call" class="note-back"'],
  ["strikethrough — <s>", "~~a~~", "<s>a</s>"],
  ["front matter — left out", "---\ntitle: A\n---\nb", "<p>b</p>"],
])("renderPost — %s", (_name, content, html) => {
  expect(htmlOf(content)).toContain(html);
});

const levelsIn = (html: string) => [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);

describe("renderPost — headings", () => {
  test.each([
    ["# A\n## B\n# C", [2, 3, 2]],
    ["## A\n### B\n## C", [2, 3, 2]],
    ["### A\n###### B\n#### C\n## D", [2, 3, 3, 2]],
    ["# A\n## B\n### C\n#### D\n##### E\n###### F", [2, 3, 4, 5, 6, 6]],
  ])("%j — levels from h2, without gaps", (content, levels) => {
    expect(levelsIn(htmlOf(content))).toEqual(levels);
  });

  test("ids — unique, none of the page's own", () => {
    const ids = idsIn(htmlOf("# Main\n# a\n# a\n# a 1\n# a\n# 🙂\n# 🙂\n# Café\n\nb[^1]\n\n[^1]: c"));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        "part-main",
        "part-a",
        "part-a-1",
        "part-a-1-1",
        "part-a-2",
        "part-section",
        "part-section-1",
      ]),
    );
    for (const id of ids) expect(id).toMatch(/^(part|note)-/);
  });

  test("each — followed by a labelled link to itself", () => {
    expect(htmlOf("## A *b*")).toBe(
      '<div class="part">\n<h2 id="part-a-b">A <em>b</em></h2>\n<a class="part-link" href="#part-a-b" aria-label="Link to “A b”" name="a-b">#</a></div>\n',
    );
  });

  test("contents — the two highest levels, without those in quotations and lists", () => {
    expect(renderPost("# A\n## `b` & \\<c>\n### D\n> # E\n\n- # F").contents).toEqual([
      { id: "part-a", text: "A", level: 2 },
      { id: "part-b--c", text: "b & <c>", level: 3 },
    ]);
  });
});

test.each([
  ["https://example.org/a?b=c&d", '<a href="https://example.org/a?b=c&amp;d">x</a>'],
  ["mailto:ada@example.org", '<a href="mailto:ada@example.org">x</a>'],
  ["/about", '<a href="/about">x</a>'],
  ["../2/b", '<a href="../2/b">x</a>'],
  ["ftp://example.org", "x"],
  ["data:image/png;base64,AAAA", "x"],
])("renderPost — link to %s — %s", (url, html) => {
  expect(htmlOf(`[x](${url})`)).toBe(`<p>${html}</p>\n`);
});

/** The beginnings of images of 3 by 2 pixels. */
const PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAA";
const GIF = "data:image/gif;base64,R0lGODlhAwACAIAAAP///wAAACH5BAAAAAAALAAAAAA=";
const JPEG = "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/wAARCAACAAMDAREAAhEBAxEB";
const LATE = 'loading="lazy" decoding="async"';

test.each([
  ["cat.png", `<img src="cat.png" alt="a" ${LATE} />`],
  ["https://example.org/cat.png", `<img src="https://example.org/cat.png" alt="a" ${LATE} />`],
  ["//example.org/cat.png", `<img src="https://example.org/cat.png" alt="a" ${LATE} />`],
  ["cat.png#800x600", `<img src="cat.png#800x600" alt="a" width="800" height="600" ${LATE} />`],
  ["cat.png#0x600", `<img src="cat.png#0x600" alt="a" ${LATE} />`],
  [PNG, `<img src="${PNG}" alt="a" width="3" height="2" ${LATE} />`],
  [GIF, `<img src="${GIF}" alt="a" width="3" height="2" ${LATE} />`],
  [JPEG, `<img src="${JPEG}" alt="a" width="3" height="2" ${LATE} />`],
  ["data:image/png;base64,AAAA", `<img src="data:image/png;base64,AAAA" alt="a" ${LATE} />`],
  ["data:image/jpeg;base64,/9j/4AAQ", `<img src="data:image/jpeg;base64,/9j/4AAQ" alt="a" ${LATE} />`],
  ["http://example.org/cat.png", '<a href="http://example.org/cat.png">a</a>'],
])("renderPost — image at %s — %s", (url, html) => {
  expect(htmlOf(`![a](${url})`)).toBe(`<p>${html}</p>\n`);
});

test("renderPost — image over http within a link — its alt text", () => {
  expect(htmlOf("[![a](http://example.org/a.png) b](/c)")).toBe('<p><a href="/c">a b</a></p>\n');
});

describe("renderPost — hostile texts of the maximum length — only allowed HTML", () => {
  /** As long as a content may be; `npm test` tries a quarter of that. */
  const LENGTH = CONTENT_MAX / (isLong ? 1 : 4);
  const fill = (part: string) => part.repeat(Math.floor(LENGTH / part.length));

  test.each([
    ["the same heading over and over", fill("# a\n")],
    ["nested inline footnotes", fill("^[")],
    ["references to one footnote", `[^1]: x\n\n${fill("[^1] ").slice(0, -20)}`],
    ["task lists", fill("- [ ] a\n")],
    ["quotations", fill("> ")],
    ["a code block of one long word", `\`\`\`cpp\n${fill("a").slice(0, -20)}\n\`\`\``],
    ["many code blocks", fill("```java\nA1_A1_\n```\n")],
    ["unclosed emphasis", fill("*a **b ")],
  ])("%s", (_name, content) => {
    expect(unallowedIn(htmlOf(content.slice(0, LENGTH)))).toEqual([]);
  });
});

test("renderPost — naughty strings and generated markup — only allowed HTML", () => {
  for (const text of [...naughtyStrings(), ...generatedMarkup(500)])
    expect([text, unallowedIn(htmlOf(text))]).toEqual([text, []]);
});

test("sanitizeHtml — hostile HTML without the parser's checks — only allowed HTML", () => {
  const through = sanitizeHtml(
    '<p id="main" class="sheet" style="color:red" onclick="x()">a</p><script>b</script><a href="javascript:c">d</a>' +
      '<img src="http://e"><img src="x" onerror="f"><input type="text"><input type="checkbox"><iframe src="/"></iframe>' +
      '<form action="/g"><button>h</button></form><h1>i</h1><svg><a href="j">k</a></svg>',
  );
  expect(unallowedIn(through)).toEqual([]);
  expect(through).toBe('<p>a</p><a>d</a><img /><img src="x" />hi<a href="j">k</a>');
});

test("renderGuide — a link — resolved by the given function", () => {
  expect(renderGuide("[x](a.md)", (href) => `/docs/${href}`)).toBe('<p><a href="/docs/a.md">x</a></p>\n');
});

test.each([
  "<font>a</font>",
  "<p>a",
  "</p>",
  "<p onclick=x>a</p>",
  '<p id="main">a</p>',
  '<a href="javascript:a">b</a>',
  '<img src="http://a" />',
  '<input type="text" />',
  "<!-- a -->",
  '<span class="sheet">a</span>',
])("unallowedIn — %s — reported", (html) => {
  expect(unallowedIn(html)).not.toEqual([]);
});
