import { isBlock, isElement, isText } from "./dom.ts";

const WORD = /[\p{L}\p{N}]/u;
const SPACE_OR_NONE = /^\s?$/u;
/** Punctuation beside which emphasis begins and ends, and that is no mark itself. */
const PUNCTUATION = /[.,;:!?()"'“”‘’«»…–—/-]/u;

const lastCharacter = (text: string) => [...text.slice(-2)].at(-1) ?? "";
const firstCharacter = (text: string) => [...text.slice(0, 2)][0] ?? "";

/** The character before or after an element in its paragraph; empty at its start or end. */
export function beside(node: Node, step: "previousSibling" | "nextSibling"): string {
  for (let at: Node | null = node; at && !isBlock(at); at = at.parentNode) {
    for (let sibling: Node | null = at[step]; sibling; sibling = sibling[step]) {
      if (isBlock(sibling)) return "";
      if (isElement(sibling) && sibling.localName === "br") return "\n";
      const text = isText(sibling) ? sibling.data : (sibling.textContent ?? "");
      // Elements without text, and those that Markdown has marks for.
      if (isElement(sibling) && text !== "") return "*";
      if (text !== "") return step === "previousSibling" ? lastCharacter(text) : firstCharacter(text);
      if (isElement(sibling) && sibling.localName === "img") return "*";
    }
  }
  return "";
}

/** Whether code is directly before or after an element: two spans of code would be one. */
export function isBesideCode(element: Element): boolean {
  return (["previousSibling", "nextSibling"] as const).some((step) => {
    let at: Node | null = element;
    while (at && !at[step] && !isBlock(at.parentNode)) at = at.parentNode;
    let leaf = at?.[step];
    while (isElement(leaf)) {
      if (leaf.localName === "code") return true;
      leaf = step === "nextSibling" ? leaf.firstChild : leaf.lastChild;
    }
    return false;
  });
}

/** Whether marks of emphasis would be read as such around `content`, where the element is (CommonMark 0.31, section 6.2). */
export function canBeMarked(element: Element, content: string): boolean {
  const sides = [
    [firstCharacter(content), beside(element, "previousSibling")],
    [lastCharacter(content), beside(element, "nextSibling")],
  ] as const;
  return sides.every(([inner, outer]) => {
    if (SPACE_OR_NONE.test(inner)) return false;
    if (SPACE_OR_NONE.test(outer) || PUNCTUATION.test(outer)) return true;
    return WORD.test(inner) && WORD.test(outer);
  });
}
