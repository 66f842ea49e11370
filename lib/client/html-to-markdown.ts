// Loaded with the first rich text that is pasted.
import { createConverter } from "#lib/shared/html-to-markdown/converter";
import { unwrap } from "#lib/shared/html-to-markdown/dom";
import { writeBreaks } from "#lib/shared/html-to-markdown/line-breaks";
import { normalizeStructure } from "#lib/shared/html-to-markdown/structure";
import { emphasisOf, STYLE, styleOf } from "./rich-text.ts";

/** Embedded images of longer URLs are left out, in characters. */
const DATA_URL_MAX = 4_000;

/** What is no text, or would be no text in a post. */
const REMOVED =
  "script,style,title,meta,link,base,template,noscript,iframe,frame,object,embed,svg,math,canvas,audio,video,dialog,button,select,textarea,input:not([type=checkbox])";
/** A table that lays out a page, or an email. */
const BLOCKS = "table,ul,ol,pre,blockquote,hr,h1,h2,h3,h4,h5,h6";
/** The attributes that Markdown has a notation for; all others may change how a table is converted. */
const ATTRIBUTES = ["href", "src", "alt", "title", "align", "start", "type", "checked", "colspan"];

/** Puts an element around the children of another one. */
function wrapChildren(element: Element, name: string): void {
  const wrapper = element.ownerDocument.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Where emphasis of an element's style says nothing new. */
const EMPHASIZED = { strong: "b,strong,th,h1,h2,h3,h4,h5,h6", em: "i,em", del: "s,del,strike" };

function emphasize(element: Element): void {
  for (const name of emphasisOf(element)) if (!element.closest(EMPHASIZED[name])) wrapChildren(element, name);
}

function normalizeImage(image: Element): void {
  const src = image.getAttribute("src") ?? "";
  const isShown = /^https?:/i.test(src) || (/^data:image\//i.test(src) && src.length <= DATA_URL_MAX);
  if (!isShown) image.replaceWith(image.getAttribute("alt") ?? "");
}

function normalizeCode(pre: Element): void {
  const names = [pre, pre.parentElement, pre.querySelector("code")]
    .map((element) => element?.className ?? "")
    .join(" ");
  const [, language] = /\b(?:language|lang|highlight-source)-([\w+#-]+)/.exec(names) ?? [];
  for (const br of pre.querySelectorAll("br")) br.replaceWith("\n");
  const code = pre.ownerDocument.createElement("code");
  code.textContent = pre.textContent;
  if (language) code.className = `language-${language}`;
  pre.replaceChildren(code);
}

/** Markdown has no table without a header: an empty one is added. */
function addHeader(table: Element): void {
  const [row] = table.querySelectorAll("tr");
  if (!row || row.querySelector("th") || row.closest("thead")) return;
  const header = table.ownerDocument.createElement("thead");
  const cells = header.appendChild(table.ownerDocument.createElement("tr"));
  for (const _cell of row.children) cells.append(table.ownerDocument.createElement("th"));
  table.prepend(header);
}

function normalizeTable(table: Element): void {
  if (table.querySelector(BLOCKS)) {
    for (const part of table.querySelectorAll(":scope > * > tr > *, :scope > * > tr, :scope > *")) {
      const block = table.ownerDocument.createElement("div");
      block.append(...part.childNodes);
      part.replaceWith(block);
    }
    unwrap(table);
    return;
  }
  for (const block of table.querySelectorAll("td p, td div, th p, th div")) unwrap(block);
  for (const cell of table.querySelectorAll("td, th")) {
    const textAlign = styleOf(cell, "text-align");
    if (["left", "center", "right"].includes(textAlign)) cell.setAttribute("align", textAlign);
  }
  addHeader(table);
}

/** Makes of what programs put on the clipboard what HTML calls the same. */
function normalize(body: HTMLElement): void {
  for (const element of body.querySelectorAll(REMOVED)) element.remove();
  for (const pre of body.querySelectorAll("pre")) normalizeCode(pre);
  for (const element of body.querySelectorAll(`[${STYLE}]`)) emphasize(element);
  for (const strong of body.querySelectorAll(":is(h1,h2,h3,h4,h5,h6) :is(b,strong)")) unwrap(strong);
  for (const image of body.querySelectorAll("img")) normalizeImage(image);
  for (const link of body.querySelectorAll("a")) {
    if (!/^(?:https?|mailto):/i.test(link.getAttribute("href") ?? "")) unwrap(link);
  }
  // From the innermost to the outermost.
  for (const table of [...body.querySelectorAll("table")].reverse()) normalizeTable(table);
  for (const element of body.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      if (!ATTRIBUTES.includes(name) && element.localName !== "code") element.removeAttribute(name);
    }
  }
}

/** Rich text as Markdown. Changes the document. */
export function toMarkdown({ body }: Document): string {
  normalize(body);
  normalizeStructure(body);
  // Links within a page were unwrapped: no id is linked.
  const markdown = createConverter(new Set()).turndown(body);
  return writeBreaks(markdown).replaceAll("\u00a0", " ").trim();
}
