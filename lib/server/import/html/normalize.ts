import { FOOTNOTE, MORE } from "#lib/shared/html-to-markdown/data-attributes";
import {
  childrenOf,
  create,
  elementsOf,
  hasBlocks,
  isBlock,
  isElement,
  isText,
  moveChildren,
  nameOf,
  remove,
  replace,
  unwrap,
} from "#lib/shared/html-to-markdown/dom";
import { rawAttributes } from "#lib/shared/html-to-markdown/raw-html";
import { convertCards, linkEmbeds, openGalleries } from "./cards.ts";

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

/** Keeps the comment that ends the excerpt of a text. */
export function markMore(node: Node): void {
  for (const child of childrenOf(node)) {
    if (isElement(child)) markMore(child);
    else if (!isText(child) && /^\s*more\b/.test(child.nodeValue ?? ""))
      replace(child, create(node, "hr", { [MORE]: "" }));
  }
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
}
