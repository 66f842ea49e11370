// The DOM of an HTML fragment, from domino, which turndown reads too.
import { createDocument } from "@mixmark-io/domino";

/** Elements deeper than this are unwrapped: what follows is recursive, and no text needs them. */
const DEPTH_MAX = 100;

export const TEXT_NODE = 3;
export const ELEMENT_NODE = 1;

export const isElement = (node: Node | null | undefined): node is HTMLElement => node?.nodeType === ELEMENT_NODE;
export const isText = (node: Node | null | undefined): node is Text => node?.nodeType === TEXT_NODE;
export const nameOf = (node: Node | null | undefined): string => (isElement(node) ? node.localName : "");
export const isBlankText = (node: Node) => isText(node) && !/[^ \t\r\n\f]/.test(node.data);

const BLOCKS = new Set(
  (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption"
  ).split(" "),
);

export const isBlock = (node: Node | null | undefined): node is HTMLElement => BLOCKS.has(nameOf(node));

export const childrenOf = (node: Node): ChildNode[] => Array.from(node.childNodes);
export const elementsOf = (node: ParentNode, selector: string): HTMLElement[] =>
  Array.from(node.querySelectorAll<HTMLElement>(selector));
export const hasBlocks = (element: Element): boolean => elementsOf(element, "*").some(isBlock);

export function unwrap(element: Element): void {
  while (element.firstChild) element.parentNode?.insertBefore(element.firstChild, element);
  element.parentNode?.removeChild(element);
}

export function remove(node: Node): void {
  node.parentNode?.removeChild(node);
}

export function replace(node: Node, ...others: Node[]): void {
  for (const other of others) node.parentNode?.insertBefore(other, node);
  remove(node);
}

/** Creates an element with attributes and children. */
export function create(
  { ownerDocument }: Node,
  name: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElement {
  const document = ownerDocument as Document;
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  for (const child of children) {
    element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return element;
}

/** Moves the children of a node into another one. */
export function moveChildren(from: Node, to: Node): void {
  while (from.firstChild) to.appendChild(from.firstChild);
}

/** Groups the children of a container: runs of inline nodes, and blocks by themselves. */
export function runsOf(container: Node): ChildNode[][] {
  const runs: ChildNode[][] = [];
  let run: ChildNode[] = [];
  for (const node of childrenOf(container)) {
    const isSplit = isBlock(node) || (isElement(node) && hasBlocks(node));
    if (!isSplit) {
      run.push(node);
      continue;
    }
    if (run.length > 0) runs.push(run);
    runs.push([node]);
    run = [];
  }
  return run.length > 0 ? [...runs, run] : runs;
}

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
