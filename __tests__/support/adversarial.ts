/** Texts of about `n` characters that make Markdown readers, highlighters and normalizers slow or their output large. */
type Construct = (n: number) => string;

const repeat = (text: string, n: number) => text.repeat(Math.max(1, Math.floor(n / text.length)));
/** Joins numbered parts until they have `n` characters. */
function numbered(n: number, make: (at: number) => string): string {
  const parts: string[] = [];
  for (let at = 0, length = 0; length < n; at++) {
    const part = make(at);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}
const repeated =
  (text: string): Construct =>
  (n) =>
    repeat(text, n);

/** One or two of each kind, for every run. */
export const SAMPLE: Record<string, Construct> = {
  "references to a long address": (n) => `[a]: /${repeat("x", n / 4)}\n\n${repeat("[a] ", n / 2)}`,
  "calls of one footnote": (n) => `[^a]: note\n\n${repeat("[^a] ", n)}`,
  "calls of footnotes that never end": (n) => `[^a]: n\n\n${repeat("[^", n)}`,
  "quotations with lazy lines": (n) => `${">".repeat(30)} a\n${repeat("a\n", n)}`,
  "lists with lazy lines": (n) => `${"- ".repeat(15)}a\n${repeat("a\n", n)}`,
  "table rows": (n) => `|a|\n|-|\n${repeat("a\n", n)}`,
  "emphasis in emphasis": (n) => repeat("*a **b ", n / 2) + repeat("b** a*", n / 2),
  "alternating stars and underscores": repeated("*_"),
  "opened brackets": repeated("["),
  "opened angle brackets": repeated("<"),
  autolinks: repeated("<http://a.b> "),
  "blocks of HTML": repeated("<div><b>a</b></div>\n"),
  "nested HTML": repeated("<div><b><table><tr><td>"),
  "front matter": (n) => `---\na: b\n${repeat("--- \n", n)}`,
  "one long line": repeated("a"),
  "dollar signs": repeated("$a "),
  "unclosed formulas": repeated("$a"),
  formulas: repeated("$x$ "),
  "inline footnotes": repeated("^[a] "),
  alerts: repeated("> [!NOTE]\n> a\n\n"),
  "ids of headings": repeated("# a {#b}\n"),
  "opened ids": (n) => `# ${repeat("{#", n)}`,
  "bare hosts": repeated("www."),
  "bare links": repeated("www.a.b/c "),
  "combining marks": (n) => `# a${repeat("\u0301\u0323", n)}`,
};

/** All known constructs. */
export const CONSTRUCTS: Record<string, Construct> = {
  ...SAMPLE,
  "references with a long title": (n) => `[a]: /x "${repeat("<", n / 4)}"\n\n${repeat("[a] ", n / 2)}`,
  "too deep quotations with lazy lines": (n) => `${">".repeat(100)} a\n${repeat("a\n", n)}`,
  "opened images": repeated("!["),
  entities: repeated("&a"),
  headings: repeated("# a\n"),
  tasks: repeated("- [x] a\n"),
  strikethrough: repeated("~~a~~ "),
  "HTML within lines": repeated("a <b>c</b> <img src=d> "),
  "unclosed paragraphs of HTML": repeated("<p>a\n"),
  "short fences": repeated("```js\nlet a = 1\n```\n"),
  "lines of dollar signs": repeated("$$a\n"),
  "opened inline footnotes": repeated("^["),
  "markers of alerts": repeated("[!NOTE]\n"),
  "footnotes with a definition each": (n) =>
    `${numbered(n / 2, (at) => `[^${at}] `)}\n\n${numbered(n / 2, (at) => `[^${at}]: n\n\n`)}`,
  "table columns": (n) => `${repeat("|a", n / 2)}|\n${repeat("|-", n / 2)}|\n`,
  "backticks in runs of every length": (n) => numbered(n, (at) => `${"`".repeat((at % 500) + 1)} `),
  "reference definitions": (n) => numbered(n, (at) => `[a${at}]: /x${at}\n`),
  "reference definitions without end": repeated("[a]: /x '\n"),
  "labels over many lines": repeated("[a\n"),
  "definitions of one footnote": (n) => `${repeat("[^a]: n\n\n", n)}[^a]`,
  "footnotes that call the next": (n) => `${numbered(n, (at) => `[^${at}]: [^${at + 1}]\n\n`)}[^0]`,
  "definitions in definitions": repeated("[^a]: "),
  "deep quotations": repeated(">"),
  "deep lists": repeated("- "),
  "list items": repeated("- a\n"),
  "numbered items with blank lines": repeated("1. a\n\n"),
  "lists in quotations": repeated("> - a\n"),
  "quotations and lists in turn": repeated("- > - > a\n"),
  "cells left out": (n) => {
    const columns = Math.floor(Math.sqrt(n));
    return `${"|a".repeat(columns)}|\n${"|-".repeat(columns)}|\n${repeat("a\n", n)}`;
  },
  "many tables": repeated("|a|\n|-|\n\n"),
  "escaped bars": (n) => `|a|\n|-|\n|${repeat("\\|", n)}|`,
  "opened emphasis": repeated("*a "),
  "closed emphasis": repeated("a_ "),
  "unequal runs of stars": repeated("a**b_c* "),
  "growing runs of stars": (n) => numbered(n, (at) => `${"*".repeat(1 + (at % 20))}a `),
  stars: repeated("*"),
  tildes: repeated("~~a "),
  "unequal runs of tildes": repeated("~~~ a~~ "),
  "unequal backticks": repeated("``a`b"),
  "brackets in brackets": (n) => repeat("[", n / 2) + repeat("]", n / 2),
  "images in images": (n) => repeat("![", n / 3) + repeat("](x)", (2 * n) / 3),
  "links in links": (n) => repeat("[", n / 5) + repeat("](x)", (4 * n) / 5),
  "opened links": repeated("[a]("),
  "opened link titles": repeated("[a](b '"),
  "opened link addresses": repeated("[a](<b"),
  "opened references": repeated("[a]["),
  parentheses: (n) => `[a](${repeat("(", n)}`,
  links: repeated("[a](b) "),
  images: repeated("![a](b) "),
  backslashes: repeated("\\a"),
  comments: repeated("<!--"),
  "ended comments": repeated("<!-- a --> b "),
  "unclosed scripts": repeated("<script>a "),
  "scripts with blank lines": repeated("<div><script>\n\na\n\n</script></div>\n\n"),
  "end tags in paragraphs": repeated("a</div></b></p> "),
  "unclosed items of HTML": (n) => `<ul>${repeat("<li>a<p>b", n)}`,
  "unclosed cells of HTML": (n) => `<table>${repeat("<tr><td>a", n)}`,
  "tables without rows": repeated("<table>a</table>"),
  "headings of HTML": repeated("<h2>a</h2>\n\n"),
  "paragraphs in headings of HTML": repeated("<h2>\n\na\n\n</h2>\n\n"),
  "ids of HTML": (n) => numbered(n, (at) => `<b id=a${at % 9}>c</b> [d](#a${at}) `),
  "links in links of HTML": repeated("<a href=a>b "),
  "embedded videos": repeated("<iframe src=https://a.b></iframe> "),
  "elements that are left out": repeated("<svg><svg>a</svg> "),
  "many attributes": (n) => `<b ${numbered(n, (at) => `a${at}=b `)}>c</b>`,
  "a long attribute": (n) => `<b title="${repeat("&lt;", n)}">c</b>`,
  "URLs that grow": repeated("<a href=東>b</a>\n"),
  CDATA: repeated("<![CDATA["),
  instructions: repeated("<?"),
  attributes: repeated("<a b='"),
  ampersands: repeated("&"),
  "numeric entities": repeated("&#x41"),
  "empty headings": repeated("#\n"),
  "underlined headings": repeated("a\n=\n"),
  "headings with numbers that are given": (n) => numbered(n, (at) => `# a-${at}\n# a\n`),
  "headings of all levels": repeated("###### a\n# a\n"),
  "links to headings": repeated("# a\n[b](#a)\n"),
  "a long heading": (n) => `# ${repeat("a b ", n)}`,
  "mail autolinks": repeated("a@b.c<"),
  "front matter without end": (n) => `---\na: b\n${repeat("a: b\n", n)}`,
  spaces: (n) => `a${repeat(" ", n)}b`,
  "line ends": (n) => `a${repeat("\n", n)}b`,
  lines: repeated("a\n"),
  "hard breaks": repeated("a  \n"),
  paragraphs: repeated("a\n\n"),
  "tabs and code": repeated("\ta\n\n"),
  rules: repeated("---\n"),
  "opened fences": repeated("```\n"),
  "fences in quotations": repeated("> ```\n"),
  "double dollar signs": repeated("$$"),
  "display formulas": repeated("$$\nx\n$$\n"),
  "displayed in a line": repeated("$$x$$ "),
  "groups of a formula": (n) => `$${repeat("{", n)}`,
  "escaped dollar signs": repeated("\\$"),
  "dollar signs and backticks": repeated("$`"),
  "footnotes in footnotes": (n) => repeat("^[", n / 2) + repeat("]", n / 2),
  "footnotes and brackets": repeated("^[[a"),
  "alerts in lists": repeated("- > [!NOTE]\n  > a\n"),
  "alerts in quotations": (n) => repeat(`${"> ".repeat(15)}[!NOTE]\n${"> ".repeat(15)}a\n\n`, n),
  "spaces before an id": (n) => `# a${repeat(" ", n)}{#b}c`,
  "links to ids": repeated("# a {#b}\n[c](#B) "),
  "links to long fragments": (n) => `# a\n\n${repeat(`[b](#${"a\u0301".repeat(400)}) `, n)}`,
  schemes: repeated("http://"),
  "bare schemes and hosts": repeated("http://a.b]"),
  "hosts with underscores": repeated("www.a_"),
  "parentheses of a bare link": (n) => `http://a.b/${repeat(")", n)}`,
  "entities of a bare link": (n) => `http://a.b/${repeat("&a;", n)}`,
  "brackets of a bare link": (n) => `http://a.b/${repeat("[", n / 2)}${repeat("]", n / 2)}`,
  "at signs": repeated("@"),
  addresses: repeated("a@b.c "),
  "a long local part": (n) => `${repeat("a", n)}@b.c`,
  "local parts in a row": repeated("a.b@"),
  "CJK lines": repeated("继\n"),
  "CJK emphasis": repeated("**继。**"),
  "CJK lines with marks": repeated("继**\n**"),
  captions: repeated('![a](b "c")\n\n'),
  "titles of code": repeated('```js title="a"\nb\n```\n'),
  "a long info string": (n) => `\`\`\`js ${repeat("title=", n)}\na\n\`\`\``,
  "front matter of many keys": (n) => `---\n${numbered(n, (at) => `a${at}: b\n`)}---\nc`,
  "front matter of errors": (n) => `---\n${repeat("a: b: c\n", n)}---\nc`,
  "front matter of brackets": (n) => `---\na: ${repeat("[", n)}\n---\nc`,
  "front matter in TOML": (n) => `+++\n${numbered(n, (at) => `a${at} = 1\n`)}+++\nc`,
  "letters of many words": repeated("\ufdfa "),
  "one word of such letters": repeated("\ufdfa"),
};

/** Code that makes some highlighter slow. */
const CODE = [
  "a ",
  "a\n",
  "\n",
  "_a",
  "a.",
  "<a",
  "<a>",
  "(",
  "a(",
  "(a ",
  "a<",
  "{",
  "[",
  '"',
  "'",
  "`",
  "$",
  "${",
  "/*",
  "<<a\n",
];
/** The longest line that is highlighted. */
const LINE_MAX = 500;

function lines(text: string): string {
  return text.includes("\n") ? text : (text.match(new RegExp(`.{1,${LINE_MAX}}`, "g")) ?? []).join("\n");
}

/** Blocks of code in a language, each as long as is highlighted. */
export const code =
  (language: string, atom: string): Construct =>
  (n) =>
    `\`\`\`${language}\n${lines(repeat(atom, n - 100))}\n\`\`\`\n`;

/** Each kind of such code in each of `languages`. */
export const codeIn = (languages: string[]): [string, Construct][] =>
  languages.flatMap((language) =>
    CODE.map((atom): [string, Construct] => [`${language} ${JSON.stringify(atom)}`, code(language, atom)]),
  );

/** The inputs that once blocked the server or filled the disk. `at` makes texts of one kind differ. */
export const COSTLY: Record<string, (at: number) => string> = {
  references: (at) => `[a]: /${"x".repeat(12_500)}\n\n${"[a] ".repeat(8_000 + at)}`,
  "link titles": (at) => `[a]: /x "${"<".repeat(12_500)}"\n\n${"[a] ".repeat(2_000 + at)}`,
  footnotes: (at) => {
    const notes = Array.from({ length: 5_700 + at }, (_, note) => note);
    return `${notes.map((note) => `[^${note}]`).join("")}\n\n${notes.map((note) => `[^${note}]: `).join("\n")}`;
  },
  "lazy lines": (at) => `${">".repeat(100)} a\n${"a\n".repeat(49_900 - at)}`,
  "table rows": (at) => `|a|\n|-|\n${"a\n".repeat(49_900 - at)}`,
  csharp: (at) => Array.from({ length: 4 }, () => code("csharp", `function a${at} `)(9_900)).join("\n"),
};

/** Two texts of 96 KB that differ in `hunks` places. */
export function hunks(count: number, length = 96_000): [before: string, after: string] {
  const words = Math.floor(length / count / 8);
  const text = (side: string) =>
    Array.from({ length: count }, (_, hunk) => {
      const line = Array.from({ length: words }, (_, word) => `${side}${hunk}x${word % 97}`).join(" ");
      return `${line}\nsame ${hunk}\n`;
    }).join("");
  return [text("a"), text("b")];
}
