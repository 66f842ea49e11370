import type { MarkdownIt } from "markdown-it";
import { BOX_ATTRIBUTES } from "#lib/server/rendering/boxes";
import { languageNamed } from "./code-languages.ts";
import { parseFenceInfo } from "./fence-info.ts";
import { highlightCode } from "./highlight-code.ts";

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
 * Renders code in boxes with highlighting classes, plain for unknown languages. The `dir` of inline code keeps its order in text
 * that runs from right to left.
 */
export function code(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;

  function highlight(text: string, name: string): string {
    if (name === "console") return muteOutput(escapeHtml(text));
    const language = languageNamed(name);
    return language === undefined ? escapeHtml(text) : highlightCode(text, language);
  }

  parser.core.ruler.push("code", (state) => {
    let left = TEXT_MAX;
    for (const token of state.tokens) {
      if (token.type !== "fence") continue;
      left -= token.content.length;
      token.meta = { ...token.meta, isPlain: left < 0 || !isHighlightable(token.content) };
    }
  });
  parser.renderer.rules.fence = (tokens, index) => {
    const { content = "", info = "", meta } = tokens[index] ?? {};
    const { language, title } = parseFenceInfo(parser.utils.unescapeAll(info));
    const code = `${BOX}<code>${meta?.isPlain ? escapeHtml(content) : highlight(content, language)}</code></pre>\n`;
    if (title === "") return code;
    return `<figure class="code"><figcaption>${escapeHtml(title)}</figcaption>\n${code}</figure>\n`;
  };
  parser.renderer.rules.code_inline = (tokens, index) =>
    `<code dir="ltr">${escapeHtml(tokens[index]?.content ?? "")}</code>`;
  parser.renderer.rules.code_block = (tokens, index) =>
    `${BOX}<code>${escapeHtml(tokens[index]?.content ?? "")}</code></pre>\n`;
}
