import type { Token } from "markdown-it";
import { PHRASING } from "#lib/shared/html-elements";

const TEXTS = ["text", "code_inline", "code_block", "fence", "math_inline", "math_display"];

/** Whether a block of HTML ends within a text, such as a list item in a table cell. */
const isBlockEnd = ({ tag, type }: Token) => /^(?:html|heading)_close$/.test(type) && !PHRASING.has(tag);

/** The text of an inline token. Line breaks and block ends separate words; adjacent inline tokens do not. */
function inlineText(token: Token): string {
  return isBlockEnd(token) ? "\n" : textOf(token);
}

function textOf(token: Token): string {
  if (token.type === "inline") return `${(token.children ?? []).map(inlineText).join("")}\n`;
  if (token.type === "softbreak" || token.type === "hardbreak") return "\n";
  if (token.type === "image") return (token.children ?? []).map(textOf).join("");
  if (TEXTS.includes(token.type)) return token.content;
  if (token.type === "math_block") return `${token.content}\n`;
  return "";
}

/** The plain text of tokens: one line per block, without marks and link URLs, with code. */
export const plainTextOf = (tokens: Token[]): string => tokens.map(textOf).join("").trim();
