import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { slugify } from "#lib/shared/slug";
import { decodeFragment, fragmentKey } from "./heading-slug.ts";
import type { RenderEnv } from "./render-env.ts";
import { plainTextOf } from "./tokens.ts";

const SCHEME = /^([a-z][a-z\d+.-]*):/i;
const SCHEMES = ["http", "https", "mailto"];
/** A URL of any site; `https:a.b` has no slashes, and is `https://a.b` on a page with another scheme (WHATWG URL, 4.4). */
const EXTERNAL = /^(?:https?:|\/\/)/i;
/** The Content-Security-Policy blocks images from such URLs (`img-src`). */
const UNSAFE_IMAGE = /^http:/i;
/** The URL of an image that an editor is uploading: see lib/client/upload-placeholders.ts. */
const UPLOAD = /^upload:/;

/** Whether a link may have this URL: a path, http(s) or mailto. */
function isAllowed(href: string): boolean {
  const [, scheme] = SCHEME.exec(href) ?? [];
  return href !== "" && (scheme === undefined || SCHEMES.includes(scheme.toLowerCase()));
}

/** Replaces a blocked image by a link to it, or by its alt text inside another link; one that is not uploaded yet by its alt text. */
function replaceImage(image: Token, isInLink: boolean, { Token }: StateCore): Token[] {
  const href = String(image.attrGet("src"));
  const isUpload = UPLOAD.test(href);
  const text = new Token("text", "", 0);
  text.content = plainTextOf([image]) || (isUpload ? "" : href);
  if (isInLink || isUpload) return [text];
  const link = new Token("link_open", "a", 1);
  link.attrs = [["href", href]];
  return [link, text, new Token("link_close", "a", -1)];
}

function isUnsafeImage(token: Token): boolean {
  const src = String(token.attrGet("src"));
  return token.type === "image" && (UNSAFE_IMAGE.test(src) || UPLOAD.test(src));
}

/** Finds the ids of a text by fragment; those of headings also by the slugs that they had before they were GitHub's. */
function idFinder({ headings, ids, prefix }: RenderEnv): (fragment: string) => string | undefined {
  // Of several headings the first has the slug.
  let byKey: Map<string, string> | undefined;
  function index() {
    const older = headings.toReversed().map(({ id, text }) => [fragmentKey(slugify(text)), id] as const);
    const current = [...ids.all()].reverse().map((id) => [fragmentKey(id.slice(prefix.length)), id] as const);
    return new Map([...older, ...current]);
  }
  return (fragment) => {
    byKey ??= index();
    return byKey.get(fragmentKey(decodeFragment(fragment)));
  };
}

/**
 * Removes links with URLs that are not allowed and links within links, and adds the id prefix to links to ids of the text.
 */
export function links(parser: MarkdownIt): void {
  parser.core.ruler.push("links", (state) => {
    const { isTrustedAuthor, resolveHref } = state.env as RenderEnv;
    const findId = idFinder(state.env as RenderEnv);
    /** The links that are open. One of HTML may contain several blocks. */
    const opened: Token[] = [];

    function setAttributes(link: Token): void {
      const written = String(link.attrGet("href"));
      const id = written.startsWith("#") ? findId(written.slice(1)) : undefined;
      const href = id === undefined ? (resolveHref?.(written) ?? written) : parser.normalizeLink(`#${id}`);
      link.attrSet("href", href);
      // The text is the URL itself, so the print style does not repeat it.
      if (link.info === "auto") link.attrSet("class", "bare-url");
      if (!isTrustedAuthor && EXTERNAL.test(href)) link.attrSet("rel", "nofollow ugc");
    }

    function setLink(token: Token): void {
      if (token.type === "link_open") {
        const href = token.attrGet("href");
        token.hidden = opened.some(({ hidden }) => !hidden) || (href !== null && !isAllowed(String(href)));
        if (href !== null && !token.hidden) setAttributes(token);
        opened.push(token);
      }
      if (token.type === "link_close") token.hidden = opened.pop()?.hidden ?? false;
    }

    for (const token of state.tokens) {
      setLink(token);
      if (token.type !== "inline") continue;
      token.children = (token.children ?? []).flatMap((child) => {
        setLink(child);
        if (!isUnsafeImage(child)) return [child];
        const replaced = replaceImage(
          child,
          opened.some(({ hidden }) => !hidden),
          state,
        );
        const [link] = replaced;
        if (link?.type === "link_open") setAttributes(link);
        return replaced;
      });
    }
  });
}
