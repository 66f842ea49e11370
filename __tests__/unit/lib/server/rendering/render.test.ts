import { renderGuide, renderPost } from "#lib/server/rendering/render";
import { sanitizeHtml } from "#lib/server/rendering/sanitize";
import { CONTENT_MAX } from "#lib/shared/posts";
import { unallowedIn } from "#support/allowed-html";
import { isLong } from "#support/long";
import { generatedMarkup, naughtyStrings } from "#support/markup";

const htmlOf = (content: string) => renderPost(content).html;

test.each([
  ["no script in a link", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
  ["code in a box that the keyboard reaches", "```\na < b\n```", 'tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["indented code too", "    a < b", 'tabindex="0"><code>a &lt; b\n</code></pre>'],
  ["code in a direction of its own", "```\na\n```", '<pre dir="ltr" '],
  ["code within a line in a direction of its own", "א `a(b)`", '<code dir="ltr">a(b)</code>'],
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

const levelsIn = (html: string) => [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);

describe("headings", () => {
  test.each([
    ["# A\n## B\n# C", [2, 3, 2]],
    ["## A\n### B\n## C", [2, 3, 2]],
    ["### A\n###### B\n#### C\n## D", [2, 3, 3, 2]],
    ["# A\n## B\n### C\n#### D\n##### E\n###### F", [2, 3, 4, 5, 6, 6]],
  ])("%j keep to the outline of the page, below its own", (content, levels) => {
    expect(levelsIn(htmlOf(content))).toEqual(levels);
  });

  test("have an id each, which is no other's and none of the page's own", () => {
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

  test("have a link to them beside them, with a name", () => {
    expect(htmlOf("## A *b*")).toBe(
      '<div class="part">\n<h2 id="part-a-b">A <em>b</em></h2>\n<a class="part-link" href="#part-a-b" aria-label="Link to “A b”" name="a-b">#</a></div>\n',
    );
  });

  test("of the two highest levels are the contents, without those in quotations and lists", () => {
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
])("a link to %s is %s", (address, html) => {
  expect(htmlOf(`[x](${address})`)).toBe(`<p>${html}</p>\n`);
});

/** The beginnings of pictures of 3 by 2 pixels. */
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
])("a picture at %s is %s", (address, html) => {
  expect(htmlOf(`![a](${address})`)).toBe(`<p>${html}</p>\n`);
});

test("a picture that cannot be shown is its description within a link", () => {
  expect(htmlOf("[![a](http://example.org/a.png) b](/c)")).toBe('<p><a href="/c">a b</a></p>\n');
});

describe("texts made to take long or to break something", () => {
  /** As long as a content may be; `npm test` tries a quarter of that. */
  const LENGTH = CONTENT_MAX / (isLong ? 1 : 4);
  const fill = (part: string) => part.repeat(Math.floor(LENGTH / part.length));

  test.each([
    ["the same heading", fill("# a\n")],
    ["notes within notes", fill("^[")],
    ["calls of a note", `[^1]: x\n\n${fill("[^1] ").slice(0, -20)}`],
    ["tasks", fill("- [ ] a\n")],
    ["quotations", fill("> ")],
    ["one long word of code", `\`\`\`cpp\n${fill("a").slice(0, -20)}\n\`\`\``],
    ["many blocks of code", fill("```java\nA1_A1_\n```\n")],
    ["stars", fill("*a **b ")],
  ])("%s", (_name, content) => {
    expect(unallowedIn(htmlOf(content.slice(0, LENGTH)))).toEqual([]);
  });
});

test("what attacks are put together from is never more than text", () => {
  for (const text of [...naughtyStrings(), ...generatedMarkup(500)])
    expect([text, unallowedIn(htmlOf(text))]).toEqual([text, []]);
});

test("the second wall holds by itself", () => {
  const through = sanitizeHtml(
    '<p id="main" class="sheet" style="color:red" onclick="x()">a</p><script>b</script><a href="javascript:c">d</a>' +
      '<img src="http://e"><img src="x" onerror="f"><input type="text"><input type="checkbox"><iframe src="/"></iframe>' +
      '<form action="/g"><button>h</button></form><h1>i</h1><svg><a href="j">k</a></svg>',
  );
  expect(unallowedIn(through)).toEqual([]);
  expect(through).toBe('<p>a</p><a>d</a><img /><img src="x" />hi<a href="j">k</a>');
});

test("the guide's links lead to the addresses that were asked for", () => {
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
])("what these tests look for in HTML would be seen in %s", (html) => {
  expect(unallowedIn(html)).not.toEqual([]);
});
