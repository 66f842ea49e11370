import MarkdownIt, { type Token } from "markdown-it";
import { slugOf } from "./posts/slug.ts";

/** CommonMark with tables and strikethrough. Raw HTML is text. */
const markdown = new MarkdownIt({ html: false, linkify: false });

/** What a text asks for beyond itself while it is made into HTML. */
type Setting = { address: (href: string) => string };

/** Code and tables scroll inside their own box, which the keyboard has to reach. */
const BOX = '<div class="scroll-box" role="group" aria-label="Table" tabindex="0">';

markdown.renderer.rules.table_open = () => `${BOX}<table>\n`;
markdown.renderer.rules.table_close = () => "</table></div>\n";
markdown.renderer.rules.fence = (tokens, place) => {
  const { content = "", info = "" } = tokens[place] ?? {};
  const code = markdown.utils.escapeHtml(content);
  return `<pre tabindex="0"><code>${info.trim() === "console" ? withQuietReplies(code) : code}</code></pre>\n`;
};
markdown.renderer.rules.heading_open = (tokens, place) => {
  const id = slugOf(plainTextOf(tokens.slice(place + 1, place + 2)));
  return `<${tokens[place]?.tag} id="${id}">`;
};
markdown.renderer.rules.link_open = (tokens, place, options, env, self) => {
  const token = tokens[place];
  const { address } = env as Setting;
  token?.attrSet("href", address(String(token.attrGet("href") ?? "")));
  return self.renderToken(tokens, place, options);
};

/** A terminal's lines: what is typed stands out from what is answered. */
function withQuietReplies(session: string): string {
  let isTyped = false;
  const lines = session.split("\n").map((line, place, all) => {
    isTyped = line.startsWith("$ ") || (isTyped && (all[place - 1] ?? "").endsWith("\\"));
    return isTyped || line === "" ? line : `<span class="reply">${line}</span>`;
  });
  return lines.join("\n");
}

/**
 * A Markdown text as HTML: no raw HTML in it, headings with ids, wide things in boxes that scroll.
 * @param address makes of a link's address the one that is shown
 */
export function toHtml(source: string, address: Setting["address"] = (href) => href): string {
  return markdown.render(source, { address } satisfies Setting);
}

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
  return plainTextOf(markdown.parse(source, {}));
}

function plainTextOf(tokens: Token[]): string {
  return tokens.map(textOf).join("").trim();
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
