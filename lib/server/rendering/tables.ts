import type { MarkdownIt, Token } from "markdown-it";

/** Tables scroll in a box of their own that can be focused. */
const BOX = '<div class="scroll-box" role="group" aria-label="Table" tabindex="0">';
const ALIGNMENT = /^text-align:(left|center|right)$/;

/** Renders tables in boxes. Column alignment is a class, since the Content-Security-Policy blocks inline styles. */
export function tables(parser: MarkdownIt): void {
  parser.core.ruler.push("tables", (state) => {
    for (const token of state.tokens) {
      if (token.type !== "th_open" && token.type !== "td_open") continue;
      const [, alignment] = ALIGNMENT.exec(String(token.attrGet("style"))) ?? [];
      token.attrs = alignment ? [["class", `at-${alignment}`]] : null;
    }
  });
  parser.renderer.rules.table_open = (tokens, index, _options, _env, renderer) =>
    `${BOX}<table${renderer.renderAttrs(tokens[index] as Token)}>\n`;
  parser.renderer.rules.table_close = () => "</table></div>\n";
}
