import type { MarkdownIt, Token } from "markdown-it";
import friendly from "markdown-it-cjk-friendly";

/** Chinese and Japanese letters and CJK punctuation, between which no space is written. Korean has spaces. */
const WIDE =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\u3000-\\u303f\\uff01-\\uff60]";
const ENDS_WIDE = new RegExp(`${WIDE}$`, "u");
const STARTS_WIDE = new RegExp(`^${WIDE}`, "u");

/** A line break before a wide character, whatever marks stand between. */
const WIDE_LINE = new RegExp(`\\n[^\\n\\p{L}\\p{N}]{0,40}${WIDE}`, "u");

/** Whether a token has no text of its own, such as the start and end of emphasis. */
const isMark = ({ content, nesting, type }: Token) => content === "" && (nesting !== 0 || type === "text");

function textBeside(tokens: Token[], index: number, step: 1 | -1): string {
  let at = index + step;
  for (let token = tokens[at]; token && isMark(token); token = tokens[at]) at += step;
  const token = tokens[at];
  return token?.type === "text" ? token.content : "";
}

function removeBreaks(inline: Token): void {
  const { children } = inline;
  if (!children || !WIDE_LINE.test(inline.content)) return;
  inline.children = children.filter(
    ({ type }, index) =>
      type !== "softbreak" ||
      !ENDS_WIDE.test(textBeside(children, index, -1).slice(-2)) ||
      !STARTS_WIDE.test(textBeside(children, index, 1).slice(0, 2)),
  );
}

/** Emphasis beside CJK punctuation, and no space at a line break between Chinese or Japanese characters. */
export function cjk(parser: MarkdownIt): void {
  parser.use(friendly);
  parser.core.ruler.push("cjk_breaks", ({ tokens }) => {
    for (const token of tokens) if (token.type === "inline") removeBreaks(token);
  });
}
