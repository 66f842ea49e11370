import hljs from "highlight.js/lib/common";
import type { MarkdownIt } from "markdown-it";
import { BOX_ATTRIBUTES } from "./boxes.ts";

/**
 * Limits of highlighting, in characters; code beyond them is rendered without colors. Highlighting takes quadratic time for
 * long lines and long runs of words and spaces, which readable code does not have.
 */
const LINE_MAX = 500;
const WORDS_MAX = 1_000;
const BLOCK_MAX = 10_000;
const TEXT_MAX = 40_000;

const WORDS = new RegExp(`[\\w\\s.]{${WORDS_MAX}}`);

const isHighlightable = (codeBlocks: string) =>
  codeBlocks.length <= BLOCK_MAX &&
  !WORDS.test(codeBlocks) &&
  codeBlocks.split("\n").every((line) => line.length <= LINE_MAX);

/** A terminal session: mutes the output, so that the typed commands stand out. */
function muteOutput(session: string): string {
  let isTyped = false;
  const lines = session.split("\n").map((line, index, all) => {
    isTyped = line.startsWith("$ ") || (isTyped && (all[index - 1] ?? "").endsWith("\\"));
    return isTyped || line === "" ? line : `<span class="reply">${line}</span>`;
  });
  return lines.join("\n");
}

const BOX = `<pre ${BOX_ATTRIBUTES.map(([name, value]) => `${name}="${value}"`).join(" ")}>`;

/**
 * Renders code in boxes with highlighting classes, plain for unknown languages. The `dir` of inline code keeps its order, and
 * excludes it from `dir="auto"` of its ancestors.
 */
export function code(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;

  function highlight(text: string, language: string): string {
    if (language === "console") return muteOutput(escapeHtml(text));
    if (!hljs.getLanguage(language)) return escapeHtml(text);
    return hljs.highlight(text, { language, ignoreIllegals: true }).value;
  }

  parser.core.ruler.push("code", (state) => {
    let left = TEXT_MAX;
    for (const token of state.tokens) {
      if (token.type !== "fence") continue;
      left -= token.content.length;
      token.meta = { isPlain: left < 0 || !isHighlightable(token.content) };
    }
  });
  parser.renderer.rules.fence = (tokens, index) => {
    const { content = "", info = "", meta } = tokens[index] ?? {};
    const [language = ""] = info.trim().split(/\s/);
    return `${BOX}<code>${meta?.isPlain ? escapeHtml(content) : highlight(content, language)}</code></pre>\n`;
  };
  parser.renderer.rules.code_inline = (tokens, index) =>
    `<code dir="ltr">${escapeHtml(tokens[index]?.content ?? "")}</code>`;
  parser.renderer.rules.code_block = (tokens, index) =>
    `${BOX}<code>${escapeHtml(tokens[index]?.content ?? "")}</code></pre>\n`;
}
