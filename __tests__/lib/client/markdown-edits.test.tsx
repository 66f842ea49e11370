import {
  bold,
  code,
  heading,
  italic,
  link,
  list,
  type MarkdownEdit,
  numberedList,
  quote,
  table,
} from "#lib/client/markdown-edits";
import { edited } from "#support/edits";

test.each<[string, MarkdownEdit, string, string]>([
  ["bold", bold, "a |b| c", "a **|b|** c"],
  ["bold — selection with spaces at its ends", bold, "a| b |c", "a **|b|** c"],
  ["bold — empty selection", bold, "a | c", "a **|** c"],
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
  ["link — a URL", link, "|https://a.b|", "[|](https://a.b)"],
  ["link — empty selection", link, "a | c", "a [|](https://) c"],
  ["heading", heading, "a\nb| c", "a\n## b c|"],
  ["heading — a heading — one level lower", heading, "## |b|", "|### b|"],
  ["heading — a heading with a line separator (U+2028) — one level lower", heading, "## |b\u2028c|", "|### b\u2028c|"],
  ["heading — the lowest level — removed", heading, "### |b|", "|b|"],
  ["list", list, "a|\nb\n|c", "|- a\n- b|\nc"],
  ["list — a list — removed", list, "|- a\n- b|", "|a\nb|"],
  ["list — an empty line", list, "|", "- |"],
  ["list — a numbered list", list, "|1. a\n2. b|", "|- a\n- b|"],
  ["numbered list", numberedList, "|a\nb|", "|1. a\n2. b|"],
  ["numbered list — an empty line within", numberedList, "|a\n\nb|", "|1. a\n\n2. b|"],
  ["numbered list — a numbered list — removed", numberedList, "|1. a\n2. b|", "|a\nb|"],
  ["numbered list — a list", numberedList, "|- a\n- b|", "|1. a\n2. b|"],
  ["quote — with an empty line within", quote, "a\n|b\n\nc|", "a\n|> b\n>\n> c|"],
  ["quote — a quotation — removed", quote, "|> a\n>\n> b|", "|a\n\nb|"],
])("markdown edit — %s", (_name, edit, before, after) => {
  expect(edited(edit, before)).toBe(after);
});

const EMPTY_ROW = "|  |  |";
test.each([
  ["nothing", "¦", `| ¦Heading¦ | Heading |\n| --- | --- |\n${EMPTY_ROW}`],
  ["a word", "a ¦b¦ c", `a \n\n| ¦b¦ |  |\n| --- | --- |\n${EMPTY_ROW}\n\n c`],
  ["lines with tabs", "¦a\tb\tc\n1\t2|3¦", "| ¦a¦ | b | c |\n| --- | --- | --- |\n| 1 | 2\\|3 |  |"],
  ["between paragraphs", "a\n\n¦\n\nb", `a\n\n| ¦Heading¦ | Heading |\n| --- | --- |\n${EMPTY_ROW}\n\nb`],
  ["the line after a paragraph", "a\n¦", `a\n\n| ¦Heading¦ | Heading |\n| --- | --- |\n${EMPTY_ROW}`],
])("markdown edit — table — %s", (_name, before, after) => {
  expect(edited(table, before, "¦")).toBe(after);
});
