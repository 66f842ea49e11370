import { convertCards, linkEmbeds, openGalleries } from "./cards.ts";
import {
  childrenOf,
  create,
  elementsOf,
  hasBlocks,
  isBlankText,
  isBlock,
  isElement,
  isText,
  moveChildren,
  nameOf,
  remove,
  replace,
  runsOf,
  unwrap,
} from "./dom.ts";

import { FOOTNOTE } from "./footnotes.ts";
import { rawAttributes } from "./raw-html.ts";

/** What readers do not see, or cannot use without a script. */
const REMOVED = "script, style, template, noscript, title, meta, link, base, svg, canvas, select, textarea, input";

/** Of these, what nobody misses. */
const SILENTLY_REMOVED = new Set(["style", "noscript", "title", "meta", "link", "base"]);

function removeComments(node: Node): void {
  for (const child of childrenOf(node)) {
    if (isElement(child)) removeComments(child);
    else if (!isText(child)) remove(child);
  }
}

const CODE_LANGUAGE = /(?:^|[\s;])(?:language|lang|highlight-source|brush:)[-:\s]*([\w+#-]+)/i;

/** The language of a block of code, as the classes and attributes of highlighters have it. */
function languageOf(pre: Element): string | undefined {
  const elements = [pre, pre.querySelector("code"), pre.parentElement].filter((element) => isElement(element));
  for (const element of elements) {
    const given = ["data-enlighter-language", "data-language", "data-lang", "lang"].map(
      (name) => (name !== "lang" || element.localName === "code") && element.getAttribute(name),
    );
    const named = given.find((value) => value) || CODE_LANGUAGE.exec(element.className)?.[1];
    if (named) return named.toLowerCase();
  }
  return undefined;
}

function normalizeCode(pre: HTMLElement): void {
  const language = languageOf(pre);
  for (const br of elementsOf(pre, "br")) replace(br, create(br, "span", {}, "\n"));
  // The table of a highlighter has line numbers in its first column.
  const code = create(pre, "code", language ? { class: `language-${language}` } : {}, pre.textContent ?? "");
  const plain = create(pre, "pre", {}, code);
  replace(pre, plain);
}

const PLACEHOLDER = /^data:|^about:blank$/i;

function normalizeImage(image: HTMLElement): void {
  const src = image.getAttribute("src") ?? "";
  const lazy = ["data-src", "data-lazy-src", "data-original", "data-orig-file"]
    .map((name) => image.getAttribute(name))
    .find((value) => value);
  if (lazy && (src === "" || PLACEHOLDER.test(src))) image.setAttribute("src", lazy);
  if (image.getAttribute("src")) return;
  replace(image, image.ownerDocument.createTextNode(image.getAttribute("alt") ?? ""));
}

/** Moves a link around blocks into the first of them. */
function narrowLink(link: HTMLElement): void {
  if (!hasBlocks(link)) return;
  const href = link.getAttribute("href");
  const target = elementsOf(link, "*").find((element) => !hasBlocks(element) && isBlock(element));
  if (href && target && nameOf(target) !== "pre") {
    const inner = create(link, "a", { href });
    moveChildren(target, inner);
    target.appendChild(inner);
  }
  unwrap(link);
}

/** The attribute of an element that stands for the end of the excerpt. */
export const MORE = "data-more";

/** Keeps the comment that ends the excerpt of a text. */
export function markMore(node: Node): void {
  for (const child of childrenOf(node)) {
    if (isElement(child)) markMore(child);
    else if (!isText(child) && /^\s*more\b/.test(child.nodeValue ?? ""))
      replace(child, create(node, "hr", { [MORE]: "" }));
  }
}

/** Elements that hold blocks, in which inline nodes get paragraphs of their own. */
const CONTAINERS =
  "body, div, section, article, main, aside, header, footer, nav, blockquote, details, li, center, form, fieldset, address, dialog, hgroup";

function addParagraphs(container: HTMLElement): void {
  for (const run of runsOf(container)) {
    const [first] = run;
    if (!first || isBlock(first) || (isElement(first) && hasBlocks(first))) continue;
    if (run.every(isBlankText)) for (const node of run) remove(node);
    else {
      const paragraph = create(container, "p");
      container.insertBefore(paragraph, first);
      for (const node of run) paragraph.appendChild(node);
    }
  }
}

/** Marks a paragraph that an item consists of, but for lists: no blank line follows it. */
export const TIGHT = "data-tight";

function tightenItem(item: HTMLElement): void {
  const [first, ...others] = childrenOf(item).filter((node) => !isBlankText(node));
  if (nameOf(first) !== "p" || !others.every((node) => nameOf(node) === "ul" || nameOf(node) === "ol")) return;
  (first as HTMLElement).setAttribute(TIGHT, "");
}

/** The number of an item in a numbered list. */
export const NUMBER = "data-number";

function numberItems(list: HTMLElement): void {
  const start = Math.max(0, Number(list.getAttribute("start") ?? 1) || 1);
  const items = childrenOf(list).filter(isElement);
  for (const [index, item] of items.entries()) item.setAttribute(NUMBER, String(start + index));
}

/** Makes of HTML from elsewhere what the converter expects. Changes the document. */
export function normalize(body: HTMLElement, removed: Set<string>): void {
  removeComments(body);
  convertCards(body, removed);
  linkEmbeds(body);
  for (const element of elementsOf(body, REMOVED)) {
    if (element.localName === "input" && element.getAttribute("type") === "checkbox" && element.closest("li")) continue;
    if (!SILENTLY_REMOVED.has(element.localName)) removed.add(element.localName);
    remove(element);
  }
  for (const span of elementsOf(body, `span:not([${FOOTNOTE}])`).reverse())
    if (rawAttributes(span, new Set([span.id])) === "") unwrap(span);
  for (const pre of elementsOf(body, "pre")) if (!pre.closest("table")) normalizeCode(pre);
  for (const code of elementsOf(body, "code")) {
    // Nothing in code is marked.
    for (const br of elementsOf(code, "br")) replace(br, create(br, "span", {}, " "));
    if (code.querySelector("img")) unwrap(code);
    else if (code.children.length > 0) code.textContent = (code.textContent ?? "").replace(/\s+/g, " ");
  }
  for (const image of elementsOf(body, "img")) normalizeImage(image);
  openGalleries(body);
  for (const link of elementsOf(body, "a").reverse()) narrowLink(link);
  // Some editors put a nested list beside the item that it belongs to.
  for (const list of elementsOf(body, "ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling;
    if (nameOf(before) === "li") before?.appendChild(list);
    else {
      const item = create(list, "li");
      list.parentNode?.insertBefore(item, list);
      item.appendChild(list);
    }
  }
  for (const container of [body, ...elementsOf(body, CONTAINERS)]) addParagraphs(container);
  for (const item of elementsOf(body, "li")) tightenItem(item);
  for (const list of elementsOf(body, "ol")) numberItems(list);
}
