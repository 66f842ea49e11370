/** A text and its selection, in UTF-16 code units. */
export type Selection = { text: string; start: number; end: number };

/** Replaces a range of the text; `select` is relative to the start of the inserted text. */
export type Edit = { start: number; end: number; insert: string; select: [number, number] };

export type MarkdownEdit = (selection: Selection) => Edit;

/** Excludes surrounding spaces: `** bold **` is not bold in Markdown. */
function trimmed({ text, start, end }: Selection): Selection {
  const selected = text.slice(start, end);
  const before = selected.length - selected.trimStart().length;
  const after = selected.length - selected.trimEnd().length;
  return before === selected.length ? { text, start, end } : { text, start: start + before, end: end - after };
}

/** Adds a mark on both sides of the selection, or removes it. */
function wrap(mark: string): MarkdownEdit {
  return (selection) => {
    const { text, start, end } = trimmed(selection);
    const selected = text.slice(start, end);
    const size = mark.length;
    // A single * next to another one belongs to **.
    const isLone = (at: number) => size > 1 || text[at] !== mark;
    const isAround =
      text.slice(start - size, start) === mark &&
      text.slice(end, end + size) === mark &&
      isLone(start - size - 1) &&
      isLone(end + size);
    if (isAround) return { start: start - size, end: end + size, insert: selected, select: [0, selected.length] };
    return { start, end, insert: mark + selected + mark, select: [size, size + selected.length] };
  };
}

export const bold = wrap("**");
export const italic = wrap("*");

/** A run of backticks longer than any in the text. */
function fence(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), least));
}

/** Inline code, or a code block for several lines. */
export function code(selection: Selection): Edit {
  const selected = selection.text.slice(selection.start, selection.end);
  if (!selected.includes("\n")) return wrap(fence(selected, 1))(selection);
  const { text, start, end } = selection;
  const mark = fence(selected, 3);
  const [before, after] = [text[start - 1] ?? "\n", text[end] ?? "\n"];
  const head = `${before === "\n" ? "" : "\n"}${mark}\n`;
  const tail = `${selected.endsWith("\n") ? "" : "\n"}${mark}${after === "\n" ? "" : "\n"}`;
  return { start, end, insert: head + selected + tail, select: [head.length, head.length + selected.length] };
}

const URL_PATTERN = /^(?:https?:\/\/|mailto:|\/)\S+$/;

/** A link. The selection becomes its text, or its URL if it looks like one; then the other one is selected. */
export function link(selection: Selection): Edit {
  const { text, start, end } = trimmed(selection);
  const selected = text.slice(start, end);
  if (URL_PATTERN.test(selected)) return { start, end, insert: `[](${selected})`, select: [1, 1] };
  const insert = `[${selected}](https://)`;
  if (selected === "") return { start, end, insert, select: [1, 1] };
  return { start, end, insert, select: [selected.length + 3, insert.length - 1] };
}

/** Changes all lines that the selection touches. */
function eachLine({ text, start, end }: Selection, change: (lines: string[]) => string[]): Edit {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end > start && text[end - 1] === "\n" ? end - 1 : end);
  const to = next < 0 ? text.length : next;
  const insert = change(text.slice(from, to).split("\n")).join("\n");
  const isCaret = start === end;
  return { start: from, end: to, insert, select: [isCaret ? insert.length : 0, insert.length] };
}

/** Cycles through heading 2, heading 3 and none. Heading 1 is the title. */
export const heading: MarkdownEdit = (selection) =>
  eachLine(selection, (lines) =>
    lines.map((line) => {
      const [, marks = "", rest = line] = /^(#{1,6}) +(.*)$/s.exec(line) ?? [];
      if (marks.length >= 3) return rest;
      return `${marks.length === 2 ? "###" : "##"} ${rest}`;
    }),
  );

/** The indentation, and the marker of a list item. */
const ITEM = /^(\s*)(?:[-*+]|\d{1,9}[.)]) /;

/** Adds a marker to lines, or removes it if each has one. @param isMarked whether a line has this kind of marker */
function mark(isMarked: RegExp, add: (line: string, number: number) => string, remove: (line: string) => string) {
  return (selection: Selection) =>
    eachLine(selection, (lines) => {
      const texts = lines.filter((line) => line.trim() !== "");
      if (texts.length > 0 && texts.every((line) => isMarked.test(line))) return lines.map(remove);
      let number = 0;
      return lines.map((line) => (line.trim() === "" && lines.length > 1 ? line : add(line, ++number)));
    });
}

const withoutMarker = (line: string) => line.replace(ITEM, "$1");
const withMarker = (line: string, marker: string) => withoutMarker(line).replace(/^(\s*)/, `$1${marker} `);

/** Turns lines into a list, and a list into lines. */
export const list: MarkdownEdit = mark(/^\s*[-*+] /, (line) => withMarker(line, "-"), withoutMarker);

/** The same with numbers. */
export const numberedList: MarkdownEdit = mark(
  /^\s*\d{1,9}[.)] /,
  (line, number) => withMarker(line, `${number}.`),
  withoutMarker,
);

/** Turns lines into a quotation, and back. Blank lines between them are quoted, too: otherwise they would end it. */
export const quote: MarkdownEdit = (selection) =>
  eachLine(selection, (lines) => {
    if (lines.every((line) => line.startsWith(">"))) return lines.map((line) => line.replace(/^> ?/, ""));
    return lines.map((line) => (line === "" && lines.length > 1 ? ">" : `> ${line}`));
  });

/** A table with a row of headings. Selected lines become its rows, tabs in them separate the cells. */
export function table({ text, start, end }: Selection): Edit {
  const rows = text
    .slice(start, end)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|")));
  const [head = ["Heading", "Heading"], ...body] = rows;
  const count = Math.max(2, head.length, ...body.map((row) => row.length));
  const toRow = (cells: string[]) => `| ${Array.from({ length: count }, (_, at) => cells[at] ?? "").join(" | ")} |`;
  const rule = `| ${Array(count).fill("---").join(" | ")} |`;
  const lines = [toRow(head), rule, ...(body.length > 0 ? body : [[]]).map(toRow)];
  const before = text.slice(0, start);
  const lead = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const after = text.slice(end, end + 2);
  const tail = after === "" || after === "\n\n" ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const at = lead.length + 2;
  return { start, end, insert: lead + lines.join("\n") + tail, select: [at, at + (head[0] ?? "").length] };
}
