import MarkdownIt, { type Token } from "markdown-it";

/** CommonMark with tables and strikethrough. Raw HTML is text. */
const markdown = new MarkdownIt({ html: false, linkify: false });

/** Ends of lines and of blocks, which part words; inside a block, what stands side by side belongs together. */
function textOf(token: Token): string {
  if (token.type === "inline") return `${(token.children ?? []).map(textOf).join("")}\n`;
  if (token.type === "softbreak" || token.type === "hardbreak") return "\n";
  if (token.type === "image") return token.content;
  if (["text", "code_inline", "code_block", "fence"].includes(token.type)) return token.content;
  return "";
}

/** What a Markdown text says, without its marks: one line a block, link addresses left out, code kept. */
export function plainText(source: string): string {
  return markdown.parse(source, {}).map(textOf).join("").trim();
}

/**
 * The beginning of a text as plain text on one line, whole words, at most `max` characters (code points), with an ellipsis where
 * it was cut.
 */
export function beginning(plain: string, max: number): string {
  const line = plain.replace(/\s+/g, " ").trim();
  const characters = [...line];
  if (characters.length <= max) return line;
  const cut = characters.slice(0, max - 1).join("");
  const atWord = cut.replace(/\s+\S*$/, "");
  return `${atWord.length > max / 2 ? atWord : cut}…`;
}
