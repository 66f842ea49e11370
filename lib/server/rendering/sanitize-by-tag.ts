import { LRUCache } from "lru-cache";

/** Start and end tags as the renderer writes them; what looks different is left to the sanitizer as a whole. */
const TAG = /<(\/?)([a-z][a-z0-9]*)(?: [a-z][a-z-]*(?:="(?:[^"\n&]|&(?:amp|lt|gt|quot);)*")?)*( \/)?>/y;
/** What the sanitizer would change in text, except for quotation marks. */
const CHANGED_IN_TEXT = />|&(?!(?:amp|lt|gt|quot);)/;
/** How many start tags are remembered, and how many characters of one at most. */
const REMEMBERED_MAX = 2_000;
const LENGTH_MAX = 500;

type StartTag = { tag: string; name: string; parent: string; key: string };
type Token = string | StartTag;

/**
 * Makes a sanitizer faster: it decides once about each start tag in each parent element, and the result is put together from its
 * decisions. HTML that is not plainly tags and text, and HTML with a tag that it removes, it sanitizes as a whole.
 * @param sanitize keeps or changes each element by its name, its attributes and its parent, and escapes text
 */
export function sanitizeByTag(sanitize: (html: string) => string, voidElements: ReadonlySet<string>) {
  /** The start tag to write, by parent and start tag, of elements that are kept. */
  const kept = new LRUCache<string, string>({ max: REMEMBERED_MAX });
  const endOf = (name: string) => (voidElements.has(name) ? "" : `</${name}>`);

  /** @returns undefined for HTML that is not plainly balanced tags and escaped text */
  function tokenize(html: string): Token[] | undefined {
    const tokens: Token[] = [];
    const open: string[] = [""];
    for (let position = 0; position < html.length; ) {
      const next = html.indexOf("<", position);
      const text = html.slice(position, next < 0 ? html.length : next);
      if (CHANGED_IN_TEXT.test(text)) return undefined;
      if (text) tokens.push(text.replaceAll("&quot;", '"'));
      if (next < 0) return open.length === 1 ? tokens : undefined;
      TAG.lastIndex = next;
      const [tag = "", slash, name = "", isClosed] = TAG.exec(html) ?? [];
      if (!tag || tag.length > LENGTH_MAX || (isClosed && !voidElements.has(name))) return undefined;
      if (slash) {
        if (open.pop() !== name || tag !== endOf(name)) return undefined;
        tokens.push(tag);
      } else {
        const parent = open.at(-1) ?? "";
        tokens.push({ tag, name, parent, key: `${parent}${tag}` });
        if (!voidElements.has(name)) open.push(name);
      }
      position = next + tag.length;
    }
    return open.length === 1 ? tokens : undefined;
  }

  /** Has the sanitizer decide about tags that are not remembered, with a line for each: an element in its parent. */
  function decide(unknown: StartTag[]): void {
    const around = ({ name, parent }: StartTag) =>
      parent ? ([`<${parent}>`, `${endOf(name)}</${parent}>`] as const) : (["", endOf(name)] as const);
    const wrap = (token: StartTag, start: string) => around(token).join(start);
    const lines = sanitize(unknown.map((token) => wrap(token, token.tag)).join("\n")).split("\n");
    if (lines.length !== unknown.length) return;
    for (const [index, token] of unknown.entries()) {
      const line = lines[index] ?? "";
      const [before, after] = around(token);
      const start = line.slice(before.length, line.length - after.length);
      TAG.lastIndex = 0;
      const [tag, , name] = TAG.exec(start) ?? [];
      if (wrap(token, start) === line && tag === start && name === token.name) kept.set(token.key, start);
    }
  }

  return (html: string): string => {
    const tokens = tokenize(html);
    if (!tokens) return sanitize(html);
    const unknown = new Map<string, StartTag>();
    for (const token of tokens) if (typeof token !== "string" && !kept.has(token.key)) unknown.set(token.key, token);
    // A text with more different tags than are remembered.
    if (unknown.size > REMEMBERED_MAX) return sanitize(html);
    if (unknown.size) decide([...unknown.values()]);
    let sanitized = "";
    for (const token of tokens) {
      const start = typeof token === "string" ? token : kept.get(token.key);
      if (start === undefined) return sanitize(html);
      sanitized += start;
    }
    return sanitized;
  };
}
