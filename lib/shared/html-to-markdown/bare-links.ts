import { childrenOf, create, isElement, isText, nameOf, replace } from "./dom.ts";

/** A URL or email address between white space, perhaps in parentheses or quotation marks, without anything that could be a mark. */
const WORD =
  /(?<=^|\s|[("“«])((?:https?:\/\/|www\.)(?:[a-z\d./:?=&%#@,+-]|(?<=[a-z\d])_(?=[a-z\d]))+(?<=[a-z\d/])|[a-z\d.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+(?<=[a-z\d]))(?=[)"”».,;:!?]*(?:\s|$))/gi;

const VERBATIM = new Set(["a", "code", "pre", "script", "style"]);

/** The URL that a bare link leads to. */
export function bareUrl(text: string): string | undefined {
  const [found] = text.match(WORD) ?? [];
  if (found !== text) return undefined;
  if (/^www\./i.test(text)) return `http://${text}`;
  return /^https?:/i.test(text) ? text : `mailto:${text}`;
}

/** Links URLs and email addresses in text, as Octavo does when it renders a text. */
export function linkBareUrls(node: Node): void {
  for (const child of childrenOf(node)) {
    if (isElement(child) && !VERBATIM.has(nameOf(child))) linkBareUrls(child);
    if (!isText(child)) continue;
    const parts = child.data.split(WORD);
    if (parts.length === 1) continue;
    const nodes = parts.map((part, index) =>
      index % 2 === 1
        ? create(node, "a", { href: bareUrl(part) ?? part }, part)
        : node.ownerDocument?.createTextNode(part),
    );
    replace(child, ...nodes.filter((made) => made !== undefined));
  }
}
