import {
  FOOTNOTES_MAX,
  NESTING_MAX,
  RENDERED_FREE,
  renderedMax,
  TABLE_CELLS_MAX,
  TABLE_ROWS_MAX,
} from "#lib/server/rendering/limits";
import { plainText } from "#lib/server/rendering/plain-text";
import { renderPost } from "#lib/server/rendering/render";

const rows = (count: number) => `|a|\n|-|\n${"|b|\n".repeat(count - 1)}`;
const cells = (columns: number, count: number) =>
  `${"|a".repeat(columns)}|\n${"|-".repeat(columns)}|\n${"bbbbbb\n".repeat(count / columns - 1)}`;
const calls = (count: number) => `${"[^a] ".repeat(count)}\n\n[^a]: b`;
const definitions = (count: number) => `${Array.from({ length: count }, (_, at) => `[^${at}]: b\n`).join("\n")}\n[^0]`;
const quotations = (depth: number) => `${">".repeat(depth)} a`;
const emphasis = (depth: number) => `${"*a **b ".repeat(depth / 2)}${"b** a*".repeat(depth / 2)}`;
/** A reference of which each use adds 1,000 characters of HTML, which the source may have: 24 of 25 are within the limit. */
const references = (uses: number) => `[a]: /${"x".repeat(10_000)}\n\n${"[a] ".repeat(uses)}`;

const DEEP = `its parts are nested more than ${NESTING_MAX} levels deep`;
const GROWN = "it would become far longer than it is";

test.each([
  ["table rows", rows(TABLE_ROWS_MAX), rows(TABLE_ROWS_MAX + 1), "its tables have more than 5,000 rows"],
  [
    "table cells",
    cells(10, TABLE_CELLS_MAX),
    cells(10, TABLE_CELLS_MAX + 10),
    "its tables have more than 20,000 cells",
  ],
  ["calls of footnotes", calls(FOOTNOTES_MAX), calls(FOOTNOTES_MAX + 1), "it has more than 1,000 footnotes"],
  [
    "definitions of footnotes",
    definitions(FOOTNOTES_MAX),
    definitions(FOOTNOTES_MAX + 1),
    "it has more than 1,000 footnotes",
  ],
  ["nested quotations", quotations(NESTING_MAX), quotations(NESTING_MAX + 1), DEEP],
  ["nested emphasis", emphasis(NESTING_MAX), emphasis(NESTING_MAX + 2), DEEP],
  ["expanded references", references(29), references(32), GROWN],
  ["expanded link titles", '[a]: /x "&"\n\n[a]', `[a]: /x "${"<".repeat(9_000)}"\n\n${"[a] ".repeat(30)}`, GROWN],
  ["headings", "#\n".repeat(100), "#\n".repeat(10_000), GROWN],
])("renderPost — %s — rendered up to the limit, past it plain text with the reason", (_name, within, past, reason) => {
  expect(renderPost(within).html).not.toContain("plain-text");
  const { contents, html } = renderPost(past);
  const [why, text = ""] = html.split("\n", 2);
  expect(why).toBe(`<p class="plain-text-reason">Shown as plain text, because ${reason}.</p>`);
  expect(text).toMatch(/^<pre class="plain-text">/);
  expect(contents).toEqual([]);
});

test("plainText — past a limit of the parser — the text as it is", () => {
  const text = quotations(NESTING_MAX + 1);
  expect(plainText(text)).toBe(text);
});

test("renderPost — past a limit — shows the text escaped, without its front matter", () => {
  const text = `${quotations(NESTING_MAX + 1)}\n\n<script>"a" & 'b'</script>`;
  expect(renderPost(`---\ntitle: a\n---\n${text}`).html.split("\n").slice(1).join("\n")).toBe(
    `<pre class="plain-text">${"&gt;".repeat(NESTING_MAX + 1)} a\n\n&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;</pre>\n`,
  );
});

test("renderedMax — any text — 20 times its bytes and 100 KB", () => {
  expect(renderedMax("")).toBe(RENDERED_FREE);
  expect(renderedMax("é")).toBe(RENDERED_FREE + 40);
});
