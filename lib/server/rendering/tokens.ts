import type { Token } from "markdown-it";

/** Ends of lines and of blocks, which part words; inside a block, what stands side by side belongs together. */
function textOf(token: Token): string {
  if (token.type === "inline") return `${(token.children ?? []).map(textOf).join("")}\n`;
  if (token.type === "softbreak" || token.type === "hardbreak") return "\n";
  if (token.type === "image") return token.content;
  if (["text", "code_inline", "code_block", "fence"].includes(token.type)) return token.content;
  return "";
}

/** What tokens say, without their marks: one line a block, link addresses left out, code kept. */
export const plainTextOf = (tokens: Token[]): string => tokens.map(textOf).join("").trim();
