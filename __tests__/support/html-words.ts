import { parseHtml } from "#lib/server/import/html/parse-html";

const BLOCK_OR_BREAK =
  /^(?:address|article|aside|blockquote|br|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|caption)$/;

function textOf(node: Node): string {
  if (node.nodeType === 3) return node.nodeValue ?? "";
  if (/^Link to “/.test((node as Element).getAttribute?.("aria-label") ?? "")) return "";
  const inner = Array.from(node.childNodes).map(textOf).join("");
  return BLOCK_OR_BREAK.test((node as Element).localName ?? "") ? `\n${inner}\n` : inner;
}

/** The words that a reader of HTML sees, in order. */
export const htmlWords = (html: string): string[] =>
  textOf(parseHtml(html))
    .split(/\s+/)
    .filter((word) => word !== "");
