import hljs from "highlight.js/lib/common";
import type { MarkdownIt } from "markdown-it";

/**
 * Highlighting takes time with the square of a long line, or of a long stretch of nothing but words and blanks, which no
 * code that people read has. Such a block, and code beyond these lengths in characters, is shown without colours.
 */
const LINE_MAX = 500;
const WORDS_MAX = 1_000;
const BLOCK_MAX = 10_000;
const TEXT_MAX = 40_000;

const WORDS = new RegExp(`[\\w\\s.]{${WORDS_MAX}}`);

const isColourable = (codeBlocks: string) =>
  codeBlocks.length <= BLOCK_MAX &&
  !WORDS.test(codeBlocks) &&
  codeBlocks.split("\n").every((line) => line.length <= LINE_MAX);

/** A terminal's lines: what is typed stands out from what is answered. */
function withQuietReplies(session: string): string {
  let isTyped = false;
  const lines = session.split("\n").map((line, place, all) => {
    isTyped = line.startsWith("$ ") || (isTyped && (all[place - 1] ?? "").endsWith("\\"));
    return isTyped || line === "" ? line : `<span class="reply">${line}</span>`;
  });
  return lines.join("\n");
}

/** Code scrolls in its own box, which the keyboard has to reach, and runs from left to right in a text of any direction. */
const BOX = '<pre dir="ltr" role="group" aria-label="Code" tabindex="0">';

/**
 * Code in boxes, its parts in classes; plain where nobody knows the language. Its own `dir` keeps code within a line, too, in
 * its order, and out of what `dir="auto"` of the elements around it goes by.
 */
export function code(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;

  function coloured(text: string, language: string): string {
    if (language === "console") return withQuietReplies(escapeHtml(text));
    if (!hljs.getLanguage(language)) return escapeHtml(text);
    return hljs.highlight(text, { language, ignoreIllegals: true }).value;
  }

  parser.core.ruler.push("code", (state) => {
    let left = TEXT_MAX;
    for (const token of state.tokens) {
      if (token.type !== "fence") continue;
      left -= token.content.length;
      token.meta = { isPlain: left < 0 || !isColourable(token.content) };
    }
  });
  parser.renderer.rules.fence = (tokens, place) => {
    const { content = "", info = "", meta } = tokens[place] ?? {};
    const [language = ""] = info.trim().split(/\s/);
    return `${BOX}<code>${meta?.isPlain ? escapeHtml(content) : coloured(content, language)}</code></pre>\n`;
  };
  parser.renderer.rules.code_inline = (tokens, place) =>
    `<code dir="ltr">${escapeHtml(tokens[place]?.content ?? "")}</code>`;
  parser.renderer.rules.code_block = (tokens, place) =>
    `${BOX}<code>${escapeHtml(tokens[place]?.content ?? "")}</code></pre>\n`;
}
