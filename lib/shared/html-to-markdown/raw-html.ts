import { attributesOf, isAllowedTag, VOID, WITHOUT_CONTENT } from "../html-elements.ts";
import { childrenOf, isElement, isText } from "./dom.ts";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeText = (text: string) => text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
const escapeAttribute = (text: string) =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character).replace(/\s+/g, " ");

/** The attributes of an element that a text may have. Ids are left out unless something links to them. */
export function rawAttributes(element: Element, linked: ReadonlySet<string>): string {
  return attributesOf(element.localName)
    .filter((name) => element.hasAttribute(name) && (name !== "id" || linked.has(element.id)))
    .map((name) => {
      const value = element.getAttribute(name) ?? "";
      return value === "" ? ` ${name}` : ` ${name}="${escapeAttribute(value)}"`;
    })
    .join("");
}

/** The content of an element as HTML that Markdown may contain: allowed elements only, and no blank line, which would end it. */
export function rawContent(node: Node, linked: ReadonlySet<string>, isVerbatim = false): string {
  return childrenOf(node)
    .map((child) => {
      if (isText(child)) {
        const text = escapeText(child.data);
        return isVerbatim ? text.replaceAll("\n", "&#10;") : text.replace(/[ \t\r\n\f]+/g, " ");
      }
      return isElement(child) ? rawHtml(child, linked, isVerbatim) : "";
    })
    .join("");
}

/** An element as HTML that Markdown may contain. */
export function rawHtml(element: HTMLElement, linked: ReadonlySet<string>, isVerbatim = false): string {
  const tag = element.localName;
  if (WITHOUT_CONTENT.has(tag)) return "";
  const content = rawContent(element, linked, isVerbatim || tag === "pre");
  if (!isAllowedTag(tag)) return content;
  const start = `<${tag}${rawAttributes(element, linked)}>`;
  return VOID.has(tag) ? start : `${start}${content}</${tag}>`;
}
