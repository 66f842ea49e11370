import { createConverter } from "#lib/shared/html-to-markdown/converter";
import { create, elementsOf, hasBlocks, nameOf, unwrap } from "#lib/shared/html-to-markdown/dom";
import { BREAK, writeBreaks } from "#lib/shared/html-to-markdown/line-breaks";
import { normalizeStructure } from "#lib/shared/html-to-markdown/structure";
import { takeFootnotes } from "./footnotes.ts";
import { addParagraphs } from "./line-breaks.ts";
import { markMore, normalize } from "./normalize.ts";
import { parseHtml } from "./parse-html.ts";

type Options = {
  /** Whether line ends and blank lines are line breaks and paragraphs, as in WordPress's classic editor. */
  hasLineBreaks?: boolean | undefined;
  /** Maps the URL of each link. */
  rewriteLink?: (href: string) => string;
  /** Gets the names of elements that are left out with their content. */
  removed?: Set<string>;
};

/** The ids that links lead to, each marked by an empty link where the element itself becomes Markdown without an id. */
function markAnchors(body: HTMLElement): Set<string> {
  const targets = elementsOf(body, "a[href^='#']").map((link) => decode(link.getAttribute("href")?.slice(1) ?? ""));
  const linked = new Set(targets.filter((target) => target !== ""));
  for (const element of elementsOf(body, "[id]")) {
    if (!linked.has(element.id) || /^(?:a|h[1-6])$/.test(element.localName)) continue;
    if (!["p", "li", "div", "span", "section", "blockquote"].includes(element.localName)) continue;
    const inner = element.localName === "p" || !hasBlocks(element) ? element : (elementsOf(element, "p")[0] ?? element);
    inner.insertBefore(create(element, "a", { id: element.id }), inner.firstChild);
  }
  return linked;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function rewriteLinks(body: HTMLElement, rewriteLink: (href: string) => string): void {
  for (const link of elementsOf(body, "a[href]")) {
    const href = link.getAttribute("href")?.trim() ?? "";
    if (/^(?:javascript|data|vbscript):/i.test(href.replace(/[\0-\x20]/g, ""))) unwrap(link);
    else link.setAttribute("href", rewriteLink(href));
  }
}

/**
 * Converts HTML of another program to Octavo's Markdown. Every word stays; what Markdown has no notation for stays as the HTML
 * that a text may contain.
 */
export function htmlToMarkdown(
  html: string,
  { hasLineBreaks, removed = new Set(), rewriteLink = (href) => href }: Options = {},
): string {
  const body = parseHtml(html.replaceAll(BREAK, ""));
  markMore(body);
  if (hasLineBreaks) addParagraphs(body);
  rewriteLinks(body, rewriteLink);
  const footnotes = takeFootnotes(body);
  const parts = [body, ...footnotes.values()];
  for (const part of parts) {
    normalize(part, removed);
    normalizeStructure(part);
  }
  const linked = markAnchors(body);
  const converter = createConverter(linked);
  const convert = (part: HTMLElement) =>
    nameOf(part.firstChild) === "" && !part.firstChild ? "" : converter.turndown(part);
  const notes = [...footnotes].map(
    ([label, note]) => `[^${label}]: ${convert(note).replace(/\n(?=[^\n])/g, "\n    ")}`,
  );
  return writeBreaks([convert(body), ...notes].join("\n\n"))
    .replaceAll("\u00a0", " ")
    .trim();
}
