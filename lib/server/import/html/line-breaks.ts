import {
  childrenOf,
  create,
  hasBlocks,
  isBlankText,
  isBlock,
  isElement,
  isText,
  nameOf,
  replace,
  runsOf,
} from "#lib/shared/html-to-markdown/dom";

/** Elements whose white space is not that of prose. */
const VERBATIM = new Set(["pre", "script", "style", "textarea", "svg", "code", "figure"]);
/** Elements that contain lines of text, and no paragraphs of their own. */
const LINES = new Set("p h1 h2 h3 h4 h5 h6 li td th dt dd figcaption summary caption".split(" "));

/** Makes line breaks of the line ends in a text. */
function breakLines(node: Node): void {
  if (isElement(node)) {
    if (!VERBATIM.has(node.localName)) for (const child of childrenOf(node)) breakLines(child);
    return;
  }
  if (!isText(node) || !node.data.includes("\n")) return;
  const document = node.ownerDocument;
  const parts = node.data.split(/[ \t]*\n[ \t]*/);
  // A line end beside a `<br>` is none.
  if (parts[0] === "" && nameOf(node.previousSibling) === "br") parts.shift();
  replace(
    node,
    ...parts.flatMap((line, index) => [
      ...(index > 0 ? [document.createElement("br")] : []),
      ...(line === "" ? [] : [document.createTextNode(line)]),
    ]),
  );
}

/** Splits inline nodes at blank lines. */
function paragraphsIn(run: ChildNode[]): ChildNode[][] {
  const paragraphs: ChildNode[][] = [[]];
  for (const node of run) {
    if (!isText(node)) {
      paragraphs.at(-1)?.push(node);
      continue;
    }
    for (const [index, part] of node.data.split(/\n[ \t]*(?:\n[ \t]*)+/).entries()) {
      if (index > 0) paragraphs.push([]);
      if (part !== "") paragraphs.at(-1)?.push(node.ownerDocument.createTextNode(part));
    }
  }
  return paragraphs.filter((nodes) => nodes.some((node) => !isBlankText(node)));
}

/** Removes line ends at the start and the end of inline nodes. */
function trim(nodes: ChildNode[]): void {
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (isText(first)) first.data = first.data.trimStart();
  if (isText(last)) last.data = last.data.trimEnd();
}

/**
 * Makes paragraphs of blank lines and line breaks of line ends, as WordPress does before it shows a text of its classic
 * editor (`wpautop`).
 */
export function addParagraphs(container: HTMLElement): void {
  for (const run of runsOf(container)) {
    const [first] = run;
    if (!first) continue;
    if (isElement(first) && (isBlock(first) || hasBlocks(first))) {
      if (!VERBATIM.has(first.localName)) addParagraphs(first);
      continue;
    }
    const paragraphs = paragraphsIn(run);
    const isLine = LINES.has(container.localName) && paragraphs.length < 2;
    if (isLine) {
      trim(run);
      for (const node of run) breakLines(node);
      continue;
    }
    const made = paragraphs.map((nodes) => {
      trim(nodes);
      const paragraph = create(container, "p");
      first.parentNode?.insertBefore(paragraph, first);
      for (const node of nodes) paragraph.appendChild(node);
      return paragraph;
    });
    for (const node of run) if (node.parentNode === container) container.removeChild(node);
    for (const paragraph of made) breakLines(paragraph);
  }
}
