import { breakLine, indentItems, insertMarkdown, isInFence, linkSelection } from "#lib/client/typing-edits";
import { edited } from "#support/edits";

/** Where there is nothing to help with, the browser does what it always does. */
const BROWSER = undefined;

describe("Enter", () => {
  test.each<[string, string, string | undefined]>([
    ["a paragraph", "a|", BROWSER],
    ["a bulleted item", "- a|", "- a\n- |"],
    ["an item with another marker", "* a|", "* a\n* |"],
    ["an item with +", "+ a|", "+ a\n+ |"],
    ["the middle of an item", "- a| b", "- a\n- |b"],
    ["the start of an item's text", "- |a", "- \n- |a"],
    ["a selection in an item", "- a |b| c", "- a \n- |c"],
    ["within the marker", "-| a", BROWSER],
    ["before the marker", "|- a", BROWSER],
    ["a numbered item", "1. a|", "1. a\n2. |"],
    ["a numbered item with a parenthesis", "9) a|", "9) a\n10) |"],
    ["the greatest number", "999999999. a|", "999999999. a\n999999999. |"],
    ["a longer number", "1234567890. a|", BROWSER],
    ["a task", "- [ ] a|", "- [ ] a\n- [ ] |"],
    ["a task that is done", "1. [x] a|", "1. [x] a\n2. [ ] |"],
    ["a nested item", "- a\n  - b|", "- a\n  - b\n  - |"],
    ["an item indented by a tab", "- a\n\t- b|", "- a\n\t- b\n\t- |"],
    ["wider spacing", "-   a|", "-   a\n-   |"],
    ["a quotation", "> a|", "> a\n> |"],
    ["a quotation without a space", ">a|", ">a\n>|"],
    ["an item with a line separator (U+2028)", "- a\u2028b|", "- a\u2028b\n- |"],
    ["a quotation in a quotation", "> > a|", "> > a\n> > |"],
    ["an item in a quotation", "> 1. a|", "> 1. a\n> 2. |"],
    ["an empty item", "- a\n- |", "- a\n\n|"],
    ["an empty task", "- [ ] a\n- [ ] |", "- [ ] a\n\n|"],
    ["an empty item of a loose list", "- a\n\n- |", "- a\n\n|"],
    ["an empty item that is the whole text", "- |", "|"],
    ["an empty item before a paragraph", "- a\n- |\n\nb", "- a\n\n|\n\nb"],
    ["an empty nested item", "1. a\n   - b\n   - |", "1. a\n   - b\n2. |"],
    ["an empty nested task", "- [x] a\n  - [ ] b\n  - [ ] |", "- [x] a\n  - [ ] b\n- [ ] |"],
    ["an empty line of a quotation", "> a\n> |", "> a\n\n|"],
    ["an empty line of an inner quotation", "> > a\n> > |", "> > a\n>\n> |"],
    ["an empty item in a quotation", "> - a\n> - |", "> - a\n>\n> |"],
    ["a thematic break", "* * *|", BROWSER],
    ["a paragraph with a hyphen", "-a|", BROWSER],
    ["an indented paragraph of an item", "- a\n\n  b|", BROWSER],
    ["fenced code", "```\na|", BROWSER],
    ["indented fenced code", "```\n  a|", "```\n  a\n  |"],
    ["an item in fenced code", "```\n- a|", BROWSER],
    ["a quotation in fenced code", "~~~\n> a|", BROWSER],
    ["fenced code in a quotation", "> ```\n>   a|", "> ```\n>   a\n>   |"],
    ["an item after fenced code in its quotation", "> ```\n> a\n> ```\n> - b|", "> ```\n> a\n> ```\n> - b\n> - |"],
    ["an item after fenced code", "```\na\n```\n- a|", "```\na\n```\n- a\n- |"],
    ["an item after a fence in a quotation", "> ```\n> a\n\n- a|", "> ```\n> a\n\n- a\n- |"],
    ["an item after inline code of three backticks", "```a``` b\n- a|", "```a``` b\n- a\n- |"],
    ["a shorter fence within a longer one", "````\n```\n- a|", BROWSER],
  ])("in %s", (_name, before, after) => {
    expect(edited(breakLine, before)).toBe(after);
  });
});

describe("Tab", () => {
  test.each<[string, string, string | undefined]>([
    ["a paragraph", "a|", BROWSER],
    ["the first item", "- a|", BROWSER],
    ["the second item", "- a\n- b|", "- a\n  - b|"],
    ["an item from its marker", "- a\n|- b", "- a\n  |- b"],
    ["an item below a numbered one", "1. a\n2. b|", "1. a\n   1. b|"],
    ["an item below a numbered one with items of its own", "1. a\n   1. b\n2. c|", "1. a\n   1. b\n   2. c|"],
    ["an item that is deep already", "- a\n  - b|", BROWSER],
    ["an item with items of its own", "- a\n- b|\n  - c\n- d", "- a\n  - b|\n    - c\n- d"],
    ["an item with a paragraph", "- a\n- b|\n\n  c\n\nd", "- a\n  - b|\n\n    c\n\nd"],
    ["several items", "- a\n- |b\n- c|\n- d", "- a\n  - |b\n  - c|\n- d"],
    ["several numbered items", "1. a\n2. |b\n3. c|", "1. a\n   1. |b\n   2. c|"],
    ["an item in a quotation", "> - a\n> - b|", "> - a\n>   - b|"],
    ["a task", "- [ ] a\n- [ ] b|", "- [ ] a\n  - [ ] b|"],
    ["an item of another list", "- a\n\nb\n\n- c|", BROWSER],
    ["fenced code", "```\n- a\n- b|", BROWSER],
  ])("in %s", (_name, before, after) => {
    expect(edited((selection) => indentItems(selection, "deeper"), before)).toBe(after);
  });

  test.each<[string, string, string | undefined]>([
    ["a paragraph", "a|", BROWSER],
    ["an outer item", "- a\n- b|", BROWSER],
    ["a nested item", "- a\n  - b|", "- a\n- b|"],
    ["a nested item in a numbered one", "1. a\n   - b|\n2. c", "1. a\n2. b|\n2. c"],
    ["a nested item with a tab", "- a\n\t- b|", "- a\n- b|"],
    ["an item with items of its own", "- a\n  - b|\n    - c", "- a\n- b|\n  - c"],
    ["several items", "- a\n  - |b\n  - c|", "- a\n- |b\n- c|"],
    ["an item that nothing is around", "  - a|", "- a|"],
  ])("with Shift in %s", (_name, before, after) => {
    expect(edited((selection) => indentItems(selection, "up"), before)).toBe(after);
  });
});

test("breakLine — 24 nested quotations with a line separator (U+2028) — continues all of them", () => {
  const quote = "> ".repeat(24);
  expect(edited(breakLine, `${quote}\u2028a|`)).toBe(`${quote}\u2028a\n${quote}|`);
});

describe("a URL pasted over a selection", () => {
  const url = "https://example.org/a";
  test.each<[string, string, string, string | undefined]>([
    ["words", "a |b c| d", url, `a [b c](${url})| d`],
    ["words with spaces around them", "a| b |c", url, `a [b](${url}) |c`],
    ["words with a line separator (U+2028)", "|b\u2028c|", url, `[b\u2028c](${url})|`],
    ["an email address", "|me|", "mailto:me@example.org", "[me](mailto:me@example.org)|"],
    ["a URL with parentheses", "|b|", `${url}_(b)`, `[b](<${url}_(b)>)|`],
    ["nothing", "a |", url, BROWSER],
    ["another URL", "|http://a.example|", url, BROWSER],
    ["the beginning that the Link button inserts", "[a](|https://|)", url, BROWSER],
    ["the target of a link", "[a](|b|)", url, BROWSER],
    ["several lines", "|a\nb|", url, BROWSER],
    ["inline code", "`a |b|`", url, BROWSER],
    ["fenced code", "```\n|a|", url, BROWSER],
    ["words, by words", "|a|", "not a URL", BROWSER],
    ["words, by a URL that runs a script", "|a|", "javascript:alert(1)", BROWSER],
  ])("over %s", (_name, before, pasted, after) => {
    expect(edited((selection) => linkSelection(selection, pasted), before)).toBe(after);
  });
});

test.each([
  ["a phrase in a line", "a | c", "**b**", "a **b**| c"],
  ["a list in an empty text", "|", "- b", "- b|"],
  ["a list in a line", "a| c", "- b", "a\n\n- b|\n\n c"],
  ["paragraphs over a line", "a\n|b|\nc", "1\n\n2", "a\n\n1\n\n2|\n\nc"],
  ["a heading between paragraphs", "a\n\n|\n\nb", "# h", "a\n\n# h|\n\nb"],
])("insertMarkdown — %s — is set apart where it is a block", (_name, before, markdown, after) => {
  expect(edited((selection) => insertMarkdown(selection, markdown), before)).toBe(after);
});

test("isInFence — a text of 200,000 characters that has nothing but fences and markers — takes no time worth naming", () => {
  const times = ["```\n", "> ".repeat(500), "- ".repeat(500), "``` ` ", " ".repeat(500), "1. "].map((part) => {
    const text = part.repeat(200_000 / part.length);
    const start = performance.now();
    isInFence(text, text.length);
    return performance.now() - start;
  });
  // Quadratic time would be minutes.
  expect(Math.max(...times)).toBeLessThan(2_000);
});
