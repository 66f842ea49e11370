// Helpers for the DOM of browsers and of domino, which has few of the newer methods.

const TEXT_NODE = 3;
const ELEMENT_NODE = 1;

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
