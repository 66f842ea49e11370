import type { MarkdownIt } from "markdown-it";

/** Tables scroll inside their own box, which the keyboard has to reach. */
const BOX = '<div class="scroll-box" role="group" aria-label="Table" tabindex="0">';
const ALIGNMENT = /^text-align:(left|center|right)$/;

/** Tables in boxes; columns say by a class to which side they keep, since our pages have no style but our own. */
export function tables(parser: MarkdownIt): void {
  parser.core.ruler.push("tables", (state) => {
    for (const token of state.tokens) {
      if (token.type !== "th_open" && token.type !== "td_open") continue;
      const [, side] = ALIGNMENT.exec(String(token.attrGet("style"))) ?? [];
      token.attrs = side ? [["class", `at-${side}`]] : null;
    }
  });
  parser.renderer.rules.table_open = () => `${BOX}<table>\n`;
  parser.renderer.rules.table_close = () => "</table></div>\n";
}
