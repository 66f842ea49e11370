import { bold, code, heading, italic, link, list, type MarkdownEdit } from "#lib/client/markdown-edits";

/** Applies an edit to a text whose selection is marked by two bars, and marks the new selection in the same way. */
function edited(edit: MarkdownEdit, marked: string): string {
  const start = marked.indexOf("|");
  const end = marked.lastIndexOf("|") - 1;
  const text = marked.replaceAll("|", "");
  const result = edit({ text, start, end: Math.max(start, end) });
  const [from, to] = [result.start + result.select[0], result.start + result.select[1]];
  const after = text.slice(0, result.start) + result.insert + text.slice(result.end);
  return `${after.slice(0, from)}|${after.slice(from, to)}|${after.slice(to)}`;
}

test.each<[string, MarkdownEdit, string, string]>([
  ["bold", bold, "a |b| c", "a **|b|** c"],
  ["bold — selection with spaces at its ends", bold, "a| b |c", "a **|b|** c"],
  ["bold — empty selection", bold, "a || c", "a **||** c"],
  ["bold — bold text — removed", bold, "a **|b|** c", "a |b| c"],
  ["italic", italic, "a |b| c", "a *|b|* c"],
  ["italic — italic text — removed", italic, "a *|b|* c", "a |b| c"],
  ["italic — bold text", italic, "**|b|**", "***|b|***"],
  ["code", code, "a |b| c", "a `|b|` c"],
  ["code — text with a backtick", code, "|a`b|", "``|a`b|``"],
  ["code — several lines — a fenced block", code, "|a\nb|", "```\n|a\nb|\n```"],
  ["code — several lines with a fence — a longer fence", code, "|```\nb|", "````\n|```\nb|\n````"],
  [
    "code — from within a line to within another — a fenced block of its own",
    code,
    "x|a\nb|y",
    "x\n```\n|a\nb|\n```\ny",
  ],
  ["link", link, "a |b| c", "a [b](|https://|) c"],
  ["link — a URL", link, "|https://a.b|", "[||](https://a.b)"],
  ["link — empty selection", link, "a || c", "a [||](https://) c"],
  ["heading", heading, "a\nb|| c", "a\n## b c||"],
  ["heading — a heading — one level lower", heading, "## |b|", "|### b|"],
  ["heading — the lowest level — removed", heading, "### |b|", "|b|"],
  ["list", list, "a|\nb\n|c", "|- a\n- b|\nc"],
  ["list — a list — removed", list, "|- a\n- b|", "|a\nb|"],
  ["list — an empty line", list, "||", "- ||"],
])("markdown edit — %s", (_name, edit, before, after) => {
  expect(edited(edit, before)).toBe(after);
});
