import type { MarkdownIt, Token } from "markdown-it";
import type { RenderEnv } from "../render-env.ts";

/** Prefixes the ids that are written in HTML; the first element with an id has it. */
export function htmlIds(parser: MarkdownIt): void {
  parser.core.ruler.push("html_ids", ({ env, tokens }) => {
    const { ids, prefix } = env as RenderEnv;
    function prefixAll(tokens: Token[]): void {
      for (const token of tokens) {
        const written = token.attrs && token.attrGet("id");
        if (token.attrs && written !== null) {
          const id = prefix + written;
          if (ids.take(id)) token.attrSet("id", id);
          else token.attrs = token.attrs.filter(([name]) => name !== "id");
        }
        if (token.type === "inline" && token.children) prefixAll(token.children);
      }
    }
    prefixAll(tokens);
  });
}
