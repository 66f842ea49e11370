import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** Maximum lines of a display formula between lines of `$$`. */
const LINES_MAX = 200;

/** `$` and `$$`, and everything that is skipped to find them. */
const DOLLARS = /\\[\s\S]|\$+/g;
/** A formula does not follow a word (`US$5`), and no word or number follows it (`$5 and $6`, `${a}-${b}`). */
const WORD_BEFORE = /[A-Za-z\d$]/;
const WORD_AFTER = /[A-Za-z\d{$]/;

/** The position of the next unescaped run of `$` if it is `length` long, or -1. */
function closing(src: string, start: number, end: number, length: number): number {
  DOLLARS.lastIndex = start;
  for (let match = DOLLARS.exec(src); match && match.index < end; match = DOLLARS.exec(src)) {
    if (match[0].startsWith("$")) return match[0].length === length ? match.index : -1;
  }
  return -1;
}

function pushMath(state: StateInline, markup: string, content: string): void {
  const token = state.push(markup === "$$" ? "math_display" : "math_inline", "", 0);
  token.markup = markup;
  token.content = content.trim();
}

/**
 * Inline formulas by pandoc's rule: no space after the first `$` nor before the second, which no digit follows. The next
 * unescaped `$` ends a formula or there is none, so that a row of them takes linear time. Also `$$…$$` and GitHub's $`…`$.
 */
function inlineMath(state: StateInline, isSilent: boolean): boolean {
  const { pos, posMax, src } = state;
  if (src[pos] !== "$" || WORD_BEFORE.test(src.charAt(pos - 1))) return false;
  const isDisplay = src[pos + 1] === "$";
  const markup = isDisplay ? "$$" : "$";
  const start = pos + markup.length;
  const end = closing(src, start, posMax, markup.length);
  if (end <= start || WORD_AFTER.test(src.charAt(end + markup.length))) return false;
  let content = src.slice(start, end);
  if (content.length > 2 && content.startsWith("`") && content.endsWith("`")) content = content.slice(1, -1);
  else if (!isDisplay && /^\s|\s$/.test(content)) return false;
  // A `$` in prose and another in code.
  if (content.includes("`") || content.trim() === "") return false;
  if (!isSilent) pushMath(state, markup, content);
  state.pos = end + markup.length;
  return true;
}

/** For each state the line up to which no line ends a display formula. */
const unclosed = new WeakMap<StateBlock, number>();

/** A display formula between `$$` at the start of a line and at the end of the same or a later one, without blank lines. */
function blockMath(state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean {
  const lineText = (line: number) =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd();
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const first = lineText(startLine);
  if (!first.startsWith("$$") || first.startsWith("$$$") || startLine < (unclosed.get(state) ?? 0)) return false;
  const isOneLine = first.length > 4 && first.endsWith("$$");
  if (first.slice(2, isOneLine ? -2 : undefined).includes("$$")) return false;
  let last = startLine;
  while (!isOneLine) {
    last += 1;
    const text = last < Math.min(endLine, startLine + LINES_MAX) ? lineText(last) : "";
    if (text === "" || (state.sCount[last] ?? 0) < state.blkIndent) {
      unclosed.set(state, last);
      return false;
    }
    if (text.endsWith("$$")) break;
  }
  if (isSilent) return true;
  const lines = Array.from({ length: last - startLine + 1 }, (_, index) => lineText(startLine + index));
  const token = state.push("math_block", "", 0);
  token.block = true;
  token.map = [startLine, last + 1];
  token.markup = "$$";
  token.content = lines.join("\n").slice(2, -2).trim();
  state.line = last + 1;
  return true;
}

/** Parses formulas between `$` and `$$`. */
export function mathSyntax(parser: MarkdownIt): void {
  parser.inline.ruler.before("escape", "math", inlineMath);
  parser.block.ruler.after("fence", "math", blockMath, { alt: ["paragraph", "reference", "blockquote", "list"] });
}
