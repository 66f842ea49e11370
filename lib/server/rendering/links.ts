import type { MarkdownIt, StateCore, Token } from "markdown-it";
import type { RenderEnv } from "./render-env.ts";
import { plainTextOf } from "./tokens.ts";

const SCHEME = /^([a-z][a-z\d+.-]*):/i;
const SCHEMES = ["http", "https", "mailto"];
const ELSEWHERE = /^(?:https?:)?\/\//i;
/** Our pages show no pictures from such an address (`img-src` of the Content-Security-Policy). */
const UNSAFE_PICTURE = /^http:/i;

/** Whether a link may lead there: an address of ours, a page somewhere, or somebody's mailbox. */
function isAllowed(href: string): boolean {
  const [, scheme] = SCHEME.exec(href) ?? [];
  return href !== "" && (scheme === undefined || SCHEMES.includes(scheme.toLowerCase()));
}

/** A picture that no page of ours would show, as a link to it; inside a link only its description is left. */
function withoutPicture(image: Token, isInLink: boolean, { Token }: StateCore): Token[] {
  const href = String(image.attrGet("src"));
  const text = new Token("text", "", 0);
  text.content = plainTextOf([image]) || href;
  if (isInLink) return [text];
  const link = new Token("link_open", "a", 1);
  link.attrs = [["href", href]];
  return [link, text, new Token("link_close", "a", -1)];
}

function withoutUnsafePictures(children: Token[], state: StateCore): Token[] {
  let depth = 0;
  return children.flatMap((token) => {
    if (token.type === "link_open") depth += 1;
    if (token.type === "link_close") depth -= 1;
    const isUnsafe = token.type === "image" && UNSAFE_PICTURE.test(String(token.attrGet("src")));
    return isUnsafe ? withoutPicture(token, depth > 0, state) : [token];
  });
}

/** Links lead only where they may; those within the text find its headings by the names that they have elsewhere. */
export function links(parser: MarkdownIt): void {
  parser.core.ruler.push("links", (state) => {
    const { address, headings, isTrustedAuthor, prefix } = state.env as RenderEnv;
    const parts = new Set(headings.map(({ id }) => parser.normalizeLink(`#${id}`)));

    function settle(link: Token): void {
      const written = String(link.attrGet("href"));
      const part = `#${prefix}${written.slice(1)}`;
      const href = written.startsWith("#") && parts.has(part) ? part : (address?.(written) ?? written);
      link.attrSet("href", href);
      // Its text is its address, which print does not show a second time.
      if (link.info === "auto") link.attrSet("class", "bare-url");
      if (!isTrustedAuthor && ELSEWHERE.test(href)) link.attrSet("rel", "nofollow ugc");
    }

    for (const inline of state.tokens.filter(({ type }) => type === "inline")) {
      inline.children = withoutUnsafePictures(inline.children ?? [], state);
      const opened: Token[] = [];
      for (const token of inline.children) {
        if (token.type === "link_open") {
          opened.push(token);
          if (isAllowed(String(token.attrGet("href")))) settle(token);
          else token.hidden = true;
        }
        if (token.type === "link_close") token.hidden = opened.pop()?.hidden ?? false;
      }
    }
  });
}
