import type { Token } from "markdown-it";

/** The text of a token. Line breaks and block ends separate words; adjacent inline tokens do not. */
function textOf(token: Token): string {
  if (token.type === "inline") return `${(token.children ?? []).map(textOf).join("")}\n`;
  if (token.type === "softbreak" || token.type === "hardbreak") return "\n";
  if (token.type === "image") return token.content;
  if (["text", "code_inline", "code_block", "fence"].includes(token.type)) return token.content;
  return "";
}

/** The plain text of tokens: one line per block, without marks and link URLs, with code. */
export const plainTextOf = (tokens: Token[]): string => tokens.map(textOf).join("").trim();
