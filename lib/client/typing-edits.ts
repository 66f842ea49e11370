import type { Edit, Selection } from "./markdown-edits.ts";

/**
 * A line: `> ` for each quotation around it, then indentation, marker and checkbox of a list item, and the rest. The rest may have line
 * separators (U+2028): a line that does not match would take exponential time.
 */
const LINE = /^((?: {0,3}> ?)*)([ \t]*)(?:([-*+]|\d{1,9}[.)])([ \t]+)(\[[ xX]\][ \t]+)?)?(.*)$/s;
/** `* * *` is no list item. */
const THEMATIC_BREAK = /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
/** The greatest number of a list item (CommonMark, 5.2). */
const NUMBER_MAX = 999_999_999;
/** The line of a fence, which may be in quotations and list items. */
const FENCE = /^((?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*)(`{3,}|~{3,})(.*)$/s;

type Line = {
  start: number;
  end: number;
  quote: string;
  indent: string;
  /** Empty where it is no list item. */
  marker: string;
  space: string;
  checkbox: string;
  rest: string;
};

/** The line around a position, without its line break. */
function lineBounds(text: string, at: number): { start: number; end: number } {
  const next = text.indexOf("\n", at);
  return { start: at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1, end: next < 0 ? text.length : next };
}

/** The same line, parsed. */
function lineAt(text: string, at: number): Line {
  const { end, start } = lineBounds(text, at);
  const line = text.slice(start, end);
  const [, quote = "", indent = "", marker = "", space = "", checkbox = "", rest = ""] = LINE.exec(line) ?? [];
  if (THEMATIC_BREAK.test(line.slice(quote.length))) {
    return { start, end, quote, indent: "", marker: "", space: "", checkbox: "", rest: line.slice(quote.length) };
  }
  return { start, end, quote, indent, marker, space, checkbox, rest };
}

const lineBefore = (text: string, { start }: Line) => (start === 0 ? undefined : lineAt(text, start - 1));
const lineAfter = (text: string, { end }: Line) => (end === text.length ? undefined : lineAt(text, end + 1));

const isBlank = (text: string) => text.trim() === "";

/** Columns of white space: a tab reaches the next multiple of four (CommonMark, 2.2). */
function columns(space: string): number {
  let count = 0;
  for (const character of space) count += character === "\t" ? 4 - (count % 4) : 1;
  return count;
}

/** The column in which the text of a list item begins. */
const textColumn = ({ indent, marker }: Line) => columns(indent) + marker.length + 1;

type Fence = { start: number; before: string; mark: string; after: string };

/** The lines before a position that may open or close fenced code. Only these are parsed: that saves time in a long text. */
function* fencesBefore(text: string, to: number): Generator<Fence> {
  let at = 0;
  const next = (mark: string) => {
    const found = text.indexOf(mark, at);
    return found < 0 ? text.length : found;
  };
  let [backticks, tildes] = [next("```"), next("~~~")];
  while (Math.min(backticks, tildes) < to) {
    const { end, start } = lineBounds(text, Math.min(backticks, tildes));
    const [, before = "", mark = "", after = ""] = FENCE.exec(text.slice(start, end)) ?? [];
    if (mark !== "" && start + before.length < to) yield { start, before, mark, after };
    at = end;
    if (backticks < at) backticks = next("```");
    if (tildes < at) tildes = next("~~~");
  }
}

/** The fenced code block around a position, where a text is taken as it is. */
function fenceAt(text: string, at: number): { isQuoted: boolean } | undefined {
  let open: { mark: string; isQuoted: boolean; checked: number } | undefined;
  /** A quotation ends its code at the first line that is not quoted. */
  const closeBefore = (to: number) => {
    if (open?.isQuoted && /\n(?! {0,3}>)/.test(text.slice(open.checked, to))) open = undefined;
    if (open) open.checked = to;
  };
  for (const { after, before, mark, start } of fencesBefore(text, at)) {
    closeBefore(start + before.length);
    if (open) {
      if (mark.startsWith(open.mark) && isBlank(after)) open = undefined;
    } else if (mark.startsWith("~") || !after.includes("`")) {
      open = { mark, isQuoted: before.includes(">"), checked: start };
    }
  }
  closeBefore(at);
  return open;
}

/** Whether a position is in fenced code. */
export const isInFence = (text: string, at: number): boolean => fenceAt(text, at) !== undefined;

function nextMarker(marker: string): string {
  const number = Number.parseInt(marker, 10);
  return Number.isNaN(number) ? marker : `${Math.min(number + 1, NUMBER_MAX)}${marker.slice(-1)}`;
}

/** The nearest list item above, in the same list or one around it, that `isFound`. */
function itemAbove(text: string, line: Line, isFound: (item: Line) => boolean): Line | undefined {
  let above = lineBefore(text, line);
  while (above && above.quote.trim() === line.quote.trim()) {
    if (above.marker !== "" && isFound(above)) return above;
    // Nothing is around an item, or a paragraph, without indentation.
    if (above.indent === "" && above.marker + above.rest !== "") return undefined;
    above = lineBefore(text, above);
  }
  return undefined;
}

const insertion = (start: number, end: number, insert: string): Edit => ({
  start,
  end,
  insert,
  select: [insert.length, insert.length],
});

/** What the item after `line` begins with. */
const nextItem = ({ checkbox, indent, marker, quote, space }: Line) =>
  quote + indent + nextMarker(marker) + space + checkbox.replace(/[xX]/, " ");

/** Ends the innermost list or quotation at its last, empty line. The blank line keeps what follows from being its lazy continuation. */
function endBlock(text: string, line: Line): Edit {
  const parent = itemAbove(text, line, ({ indent }) => columns(indent) < columns(line.indent));
  if (line.marker !== "" && parent) return insertion(line.start, line.end, nextItem(parent));
  const quote = line.marker === "" ? line.quote.replace(/> ?$/, "") : line.quote;
  const before = lineBefore(text, line);
  const isApart = !before || (before.marker + before.rest === "" && before.quote.trim() === quote.trim());
  return insertion(line.start, line.end, isApart ? quote : `${quote.trimEnd()}\n${quote}`);
}

/**
 * Enter: continues a list or a quotation, and ends it on an empty item; in fenced code it keeps the indentation.
 * @returns undefined where a plain line break is right
 */
export function breakLine({ text, start, end }: Selection): Edit | undefined {
  const line = lineAt(text, start);
  const fence = fenceAt(text, start);
  if (fence) {
    const [lead = ""] = (fence.isQuoted ? /^[ \t>]*/ : /^[ \t]*/).exec(text.slice(line.start, start)) ?? [];
    return lead === "" ? undefined : insertion(start, end, `\n${lead}`);
  }
  const { checkbox, indent, marker, quote, rest, space } = line;
  const lead = marker === "" ? quote : quote + indent + marker + space + checkbox;
  if (lead === "" || start - line.start < lead.length) return undefined;
  if (start === end && isBlank(rest)) return endBlock(text, line);
  const [spaces = ""] = /^[ \t]*/.exec(text.slice(end, lineAt(text, end).end)) ?? [];
  return insertion(start, end + spaces.length, `\n${marker === "" ? quote : nextItem(line)}`);
}

type Level = { column: number; marker: string };

const firstMarker = (marker: string) => marker.replace(/^\d+/, "1");

/** One level deeper: below the item before it. */
function deeper(text: string, line: Line): Level | undefined {
  const sibling = itemAbove(text, line, ({ indent }) => columns(indent) <= columns(line.indent));
  if (!sibling || columns(line.indent) >= textColumn(sibling)) return undefined;
  const column = textColumn(sibling);
  const child = itemAbove(text, line, ({ indent }) => columns(indent) <= column);
  const isFirst = !child || child.start === sibling.start;
  return { column, marker: isFirst ? firstMarker(line.marker) : nextMarker(child.marker) };
}

/** One level up: after the item around it. */
function higher(text: string, line: Line): Level | undefined {
  if (line.indent === "") return undefined;
  const parent = itemAbove(text, line, ({ indent }) => columns(indent) < columns(line.indent));
  return { column: parent ? columns(parent.indent) : 0, marker: parent ? nextMarker(parent.marker) : line.marker };
}

/** The lines from `first` to the one around `end`, and what belongs to the last item: lines that are indented more. */
function itemLines(text: string, first: Line, end: number): Line[] {
  const lines: Line[] = [];
  let belonging = 0;
  for (let line: Line | undefined = first; line; line = lineAfter(text, line)) {
    const isText = line.marker + line.rest !== "";
    const isBelonging = line.start <= end || (isText && columns(line.indent) > columns(first.indent));
    if ((isText && !isBelonging) || line.quote.trim() !== first.quote.trim()) break;
    lines.push(line);
    if (isBelonging) belonging = lines.length;
  }
  return lines.slice(0, belonging);
}

/**
 * Tab and Shift+Tab: moves the list items of the selection, and what belongs to them, one level deeper or up.
 * @returns undefined outside lists and where there is no such level
 */
export function indentItems({ text, start, end }: Selection, direction: "deeper" | "up"): Edit | undefined {
  const first = lineAt(text, start);
  if (first.marker === "" || isInFence(text, start)) return undefined;
  const level = direction === "deeper" ? deeper(text, first) : higher(text, first);
  if (!level) return undefined;
  const shift = level.column - columns(first.indent);
  let { marker } = level;
  let insert = "";
  const select: [number, number] = [0, 0];
  const lines = itemLines(text, first, Math.max(start, text[end - 1] === "\n" ? end - 1 : end));
  for (const line of lines) {
    const isItem = line.marker !== "" && columns(line.indent) === columns(first.indent);
    const added = isItem ? shift : shift + level.marker.length - first.marker.length;
    const old = line.quote + line.indent + line.marker;
    const isEmpty = line.marker + line.rest === "";
    const indent = isEmpty ? line.indent : " ".repeat(Math.max(0, columns(line.indent) + added));
    const lead = line.quote + indent + (isItem ? marker : line.marker);
    if (isItem) marker = nextMarker(marker);
    const moved = (at: number) => insert.length + Math.max(0, at - line.start + lead.length - old.length);
    if (start >= line.start && start <= line.end) select[0] = moved(start);
    if (end >= line.start && end <= line.end) select[1] = moved(end);
    insert += lead + text.slice(line.start + old.length, line.end + 1);
  }
  const last = lines.at(-1) ?? first;
  const hasBreak = last.end < text.length;
  return { start: first.start, end: last.end, insert: hasBreak ? insert.slice(0, -1) : insert, select };
}

const URL_PATTERN = /^(?:https?:\/\/|mailto:)[^\s<>]+$/i;
/** What is selected to be replaced by a URL: another one, or the beginning of one that the Link button inserts. */
const URL_LIKE = /^(?:[a-z][a-z\d+.-]*:\S*|www\.\S+)$/i;

/**
 * A URL pasted over a selection: makes the selection a link.
 * @returns undefined where the paste should replace the selection
 */
export function linkSelection({ text, start, end }: Selection, pasted: string): Edit | undefined {
  const url = pasted.trim();
  const selected = text.slice(start, end);
  if (!URL_PATTERN.test(url) || isBlank(selected) || URL_LIKE.test(selected.trim())) return undefined;
  const line = lineAt(text, start);
  const before = text.slice(line.start, start);
  const isInCode = before.split("`").length % 2 === 0;
  if (end > line.end || isInCode || before.endsWith("](") || isInFence(text, start)) return undefined;
  const label = selected.trim();
  const target = /[()]/.test(url) ? `<${url}>` : url;
  const linked = selected.replace(label, () => `[${label}](${target})`);
  return insertion(start, end, linked);
}

/** A heading, list, quotation, table, fence or more than one line. */
const BLOCK = /\n|^(?:#{1,6} |[-*+] |\d{1,9}[.)] |> |\| |`{3}|~{3})/;

/** Pasted Markdown; blocks are set apart from the text around them by blank lines. */
export function insertMarkdown({ text, start, end }: Selection, markdown: string): Edit {
  if (!BLOCK.test(markdown)) return insertion(start, end, markdown);
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const breaks = (count: number, isEdge: boolean) => (isEdge ? "" : "\n".repeat(Math.max(0, 2 - count)));
  const lead = breaks(/\n{0,2}$/.exec(before)?.[0].length ?? 0, before === "");
  const tail = breaks(/^\n{0,2}/.exec(after)?.[0].length ?? 0, after === "");
  return {
    start,
    end,
    insert: lead + markdown + tail,
    select: [lead.length + markdown.length, lead.length + markdown.length],
  };
}
