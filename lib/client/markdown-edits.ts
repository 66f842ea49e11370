/** A text and what is selected in it, in UTF-16 units. */
export type Selection = { text: string; start: number; end: number };

/** What to put in place of which part of the text, and what to select then, counted from the beginning of what was put in. */
export type Edit = { start: number; end: number; insert: string; select: [number, number] };

export type MarkdownEdit = (selection: Selection) => Edit;

/** Without the space around it: `** bold **` is not bold in Markdown. */
function trimmed({ text, start, end }: Selection): Selection {
  const chosen = text.slice(start, end);
  const before = chosen.length - chosen.trimStart().length;
  const after = chosen.length - chosen.trimEnd().length;
  return before === chosen.length ? { text, start, end } : { text, start: start + before, end: end - after };
}

/** Puts a mark on both sides of what is selected, or takes it off. */
function wrap(mark: string): MarkdownEdit {
  return (selection) => {
    const { text, start, end } = trimmed(selection);
    const chosen = text.slice(start, end);
    const size = mark.length;
    // A single * beside another is a part of **.
    const isLone = (at: number) => size > 1 || text[at] !== mark;
    const isAround =
      text.slice(start - size, start) === mark &&
      text.slice(end, end + size) === mark &&
      isLone(start - size - 1) &&
      isLone(end + size);
    if (isAround) return { start: start - size, end: end + size, insert: chosen, select: [0, chosen.length] };
    return { start, end, insert: mark + chosen + mark, select: [size, size + chosen.length] };
  };
}

export const bold = wrap("**");
export const italic = wrap("*");

/** A run of backticks that the text does not hold. */
function fence(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), least));
}

/** Code in the line; of several lines a block. */
export function code(selection: Selection): Edit {
  const chosen = selection.text.slice(selection.start, selection.end);
  if (!chosen.includes("\n")) return wrap(fence(chosen, 1))(selection);
  const { text, start, end } = selection;
  const mark = fence(chosen, 3);
  const [before, after] = [text[start - 1] ?? "\n", text[end] ?? "\n"];
  const head = `${before === "\n" ? "" : "\n"}${mark}\n`;
  const tail = `${chosen.endsWith("\n") ? "" : "\n"}${mark}${after === "\n" ? "" : "\n"}`;
  return { start, end, insert: head + chosen + tail, select: [head.length, head.length + chosen.length] };
}

const ADDRESS = /^(?:https?:\/\/|mailto:|\/)\S+$/;

/** A link: what is selected is its text, or its address where it looks like one; the other part is selected then. */
export function link(selection: Selection): Edit {
  const { text, start, end } = trimmed(selection);
  const chosen = text.slice(start, end);
  if (ADDRESS.test(chosen)) return { start, end, insert: `[](${chosen})`, select: [1, 1] };
  const insert = `[${chosen}](https://)`;
  if (chosen === "") return { start, end, insert, select: [1, 1] };
  return { start, end, insert, select: [chosen.length + 3, insert.length - 1] };
}

/** The whole lines that the selection touches, changed one by one. */
function eachLine({ text, start, end }: Selection, change: (lines: string[]) => string[]): Edit {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end > start && text[end - 1] === "\n" ? end - 1 : end);
  const to = next < 0 ? text.length : next;
  const insert = change(text.slice(from, to).split("\n")).join("\n");
  const isCaret = start === end;
  return { start: from, end: to, insert, select: [isCaret ? insert.length : 0, insert.length] };
}

/** A heading; once more a smaller one, and then none. The largest is the post's title. */
export const heading: MarkdownEdit = (selection) =>
  eachLine(selection, (lines) =>
    lines.map((line) => {
      const [, marks = "", rest = line] = /^(#{1,6}) +(.*)$/.exec(line) ?? [];
      if (marks.length >= 3) return rest;
      return `${marks.length === 2 ? "###" : "##"} ${rest}`;
    }),
  );

/** A list of the lines; once more none. */
export const list: MarkdownEdit = (selection) =>
  eachLine(selection, (lines) => {
    const isList = lines.every((line) => /^\s*[-*+] /.test(line) || line.trim() === "") && lines.join("").trim() !== "";
    if (isList) return lines.map((line) => line.replace(/^(\s*)[-*+] /, "$1"));
    return lines.map((line) => (line.trim() === "" && lines.length > 1 ? line : `- ${line}`));
  });
