import { linkBareUrls } from "./bare-links.ts";
import { NUMBER, TIGHT } from "./data-attributes.ts";
import {
  childrenOf,
  create,
  elementsOf,
  hasBlocks,
  isBlankText,
  isBlock,
  isElement,
  nameOf,
  remove,
  runsOf,
  unwrap,
} from "./dom.ts";
import { normalizeTables } from "./tables.ts";

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

function tightenItem(item: HTMLElement): void {
  const [first, ...others] = childrenOf(item).filter((node) => !isBlankText(node));
  if (nameOf(first) !== "p" || !others.every((node) => nameOf(node) === "ul" || nameOf(node) === "ol")) return;
  (first as HTMLElement).setAttribute(TIGHT, "");
}

function numberItems(list: HTMLElement): void {
  const start = Math.max(0, Number(list.getAttribute("start") ?? 1) || 1);
  const items = childrenOf(list).filter(isElement);
  for (const [index, item] of items.entries()) item.setAttribute(NUMBER, String(start + index));
}

const PHRASING =
  "b, strong, i, em, s, del, strike, u, ins, mark, small, sub, sup, kbd, samp, var, abbr, cite, q, time, span";

/** Makes of any DOM what the rules expect: items in lists, numbered; paragraphs; bare links; no inline elements around blocks. */
export function normalizeStructure(body: HTMLElement): void {
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
  linkBareUrls(body);
  for (const element of elementsOf(body, PHRASING)) if (hasBlocks(element)) unwrap(element);
  normalizeTables(body);
}
