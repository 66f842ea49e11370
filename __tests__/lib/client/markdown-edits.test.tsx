import { bold, code, heading, italic, link, list, type MarkdownEdit } from "#lib/client/markdown-edits";

/** Makes an edit of a text in which the selection stands between two bars, and shows what comes of it in the same way. */
function edited(edit: MarkdownEdit, marked: string): string {
  const start = marked.indexOf("|");
  const end = marked.lastIndexOf("|") - 1;
  const text = marked.replaceAll("|", "");
  const made = edit({ text, start, end: Math.max(start, end) });
  const [from, to] = [made.start + made.select[0], made.start + made.select[1]];
  const after = text.slice(0, made.start) + made.insert + text.slice(made.end);
  return `${after.slice(0, from)}|${after.slice(from, to)}|${after.slice(to)}`;
}

test.each<[string, MarkdownEdit, string, string]>([
  ["bold", bold, "a |b| c", "a **|b|** c"],
  ["bold without the space around it", bold, "a| b |c", "a **|b|** c"],
  ["bold of nothing", bold, "a || c", "a **||** c"],
  ["bold taken off", bold, "a **|b|** c", "a |b| c"],
  ["italic", italic, "a |b| c", "a *|b|* c"],
  ["italic taken off", italic, "a *|b|* c", "a |b| c"],
  ["italic of what is bold", italic, "**|b|**", "***|b|***"],
  ["code", code, "a |b| c", "a `|b|` c"],
  ["code that holds a backtick", code, "|a`b|", "``|a`b|``"],
  ["code of several lines", code, "|a\nb|", "```\n|a\nb|\n```"],
  ["code of several lines with a fence in them", code, "|```\nb|", "````\n|```\nb|\n````"],
  ["code of lines in the middle of one", code, "x|a\nb|y", "x\n```\n|a\nb|\n```\ny"],
  ["link", link, "a |b| c", "a [b](|https://|) c"],
  ["link of an address", link, "|https://a.b|", "[||](https://a.b)"],
  ["link of nothing", link, "a || c", "a [||](https://) c"],
  ["heading", heading, "a\nb|| c", "a\n## b c||"],
  ["heading made smaller", heading, "## |b|", "|### b|"],
  ["heading taken off", heading, "### |b|", "|b|"],
  ["list", list, "a|\nb\n|c", "|- a\n- b|\nc"],
  ["list taken off", list, "|- a\n- b|", "|a\nb|"],
  ["list of an empty line", list, "||", "- ||"],
])("%s", (_name, edit, before, after) => {
  expect(edited(edit, before)).toBe(after);
});
