import type { MarkdownIt, StateCore, Token } from "markdown-it";
import type { RenderEnv } from "./render-env.ts";
import { plainTextOf } from "./tokens.ts";

const SCHEME = /^([a-z][a-z\d+.-]*):/i;
const SCHEMES = ["http", "https", "mailto"];
const EXTERNAL = /^(?:https?:)?\/\//i;
/** The Content-Security-Policy blocks images from such URLs (`img-src`). */
const UNSAFE_IMAGE = /^http:/i;

/** Whether a link may have this URL: a path, http(s) or mailto. */
function isAllowed(href: string): boolean {
  const [, scheme] = SCHEME.exec(href) ?? [];
  return href !== "" && (scheme === undefined || SCHEMES.includes(scheme.toLowerCase()));
}

/** Replaces a blocked image by a link to it, or by its alt text inside another link. */
function replaceImage(image: Token, isInLink: boolean, { Token }: StateCore): Token[] {
  const href = String(image.attrGet("src"));
  const text = new Token("text", "", 0);
  text.content = plainTextOf([image]) || href;
  if (isInLink) return [text];
  const link = new Token("link_open", "a", 1);
  link.attrs = [["href", href]];
  return [link, text, new Token("link_close", "a", -1)];
}

function replaceUnsafeImages(children: Token[], state: StateCore): Token[] {
  let depth = 0;
  return children.flatMap((token) => {
    if (token.type === "link_open") depth += 1;
    if (token.type === "link_close") depth -= 1;
    const isUnsafe = token.type === "image" && UNSAFE_IMAGE.test(String(token.attrGet("src")));
    return isUnsafe ? replaceImage(token, depth > 0, state) : [token];
  });
}

/** Removes links with URLs that are not allowed, and adds the id prefix to links to headings of the text. */
export function links(parser: MarkdownIt): void {
  parser.core.ruler.push("links", (state) => {
    const { headings, isTrustedAuthor, prefix, resolveHref } = state.env as RenderEnv;
    const anchors = new Set(headings.map(({ id }) => parser.normalizeLink(`#${id}`)));

    function setAttributes(link: Token): void {
      const written = String(link.attrGet("href"));
      const anchor = `#${prefix}${written.slice(1)}`;
      const href = written.startsWith("#") && anchors.has(anchor) ? anchor : (resolveHref?.(written) ?? written);
      link.attrSet("href", href);
      // The text is the URL itself, so the print style does not repeat it.
      if (link.info === "auto") link.attrSet("class", "bare-url");
      if (!isTrustedAuthor && EXTERNAL.test(href)) link.attrSet("rel", "nofollow ugc");
    }

    for (const inline of state.tokens.filter(({ type }) => type === "inline")) {
      inline.children = replaceUnsafeImages(inline.children ?? [], state);
      const opened: Token[] = [];
      for (const token of inline.children) {
        if (token.type === "link_open") {
          opened.push(token);
          if (isAllowed(String(token.attrGet("href")))) setAttributes(token);
          else token.hidden = true;
        }
        if (token.type === "link_close") token.hidden = opened.pop()?.hidden ?? false;
      }
    }
  });
}
