// The DOM of an HTML fragment, from domino, which turndown reads too.
import { createDocument } from "@mixmark-io/domino";
import { childrenOf, isElement, remove } from "#lib/shared/html-to-markdown/dom";

/** Elements deeper than this are unwrapped: what follows is recursive, and no text needs them. */
const DEPTH_MAX = 100;

/**
 * Unwraps an element in time that does not depend on how much is nested in it: domino moves a node that replaces another as it
 * is, but one that it inserts with all that it contains, recursively.
 */
function unwrapDeep(element: HTMLElement): void {
  while (element.firstChild) {
    const place = element.ownerDocument.createTextNode("");
    element.parentNode?.insertBefore(place, element);
    element.parentNode?.replaceChild(element.firstChild, place);
  }
  remove(element);
}

function limitDepth(body: HTMLElement): void {
  let level: HTMLElement[] = [body];
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    level = level.flatMap((element) => childrenOf(element).filter(isElement));
  }
  for (const element of level) {
    // From the outside in: a change takes the longer the deeper it is.
    for (let child = element.firstChild; child; ) {
      const next: ChildNode | null = (isElement(child) && child.firstChild) || child.nextSibling;
      if (isElement(child)) unwrapDeep(child);
      child = next;
    }
  }
}

/** Parses HTML. @returns its body */
export function parseHtml(html: string): HTMLElement {
  const { body } = createDocument(`<!DOCTYPE html><body>${html}`);
  limitDepth(body);
  return body;
}
