import type { MarkdownIt } from "markdown-it";
import { baseDirection, type Direction } from "#lib/shared/direction";
import { code } from "./code/code.ts";
import { directions } from "./directions.ts";
import { footnoteHtml } from "./footnote-html.ts";
import { withoutFrontMatter } from "./front-matter.ts";
import { headings } from "./headings.ts";
import { htmlIds } from "./html/html-ids.ts";
import { Ids } from "./ids.ts";
import { images } from "./images.ts";
import { LimitExceeded, requireRenderedSize } from "./limits.ts";
import { links } from "./links.ts";
import { mathHtml } from "./math/math-html.ts";
import { createParser } from "./parser.ts";
import { renderPlain } from "./plain.ts";
import { HEADING_PREFIX, type RenderEnv, type Rendering } from "./render-env.ts";
import { sanitizeHtml } from "./sanitize.ts";
import { tables } from "./tables.ts";

/** Passes on the tokens of a text as every reader of Markdown gets them. */
function parsed(parser: MarkdownIt): void {
  parser.core.ruler.push("parsed", ({ env, tokens }) => (env as RenderEnv).onParsed?.(tokens));
}

const markdown = createParser()
  .use(parsed)
  .use(htmlIds)
  .use(headings)
  .use(links)
  .use(images)
  .use(mathHtml)
  .use(code)
  .use(tables)
  .use(footnoteHtml)
  .use(directions);

/** The deepest heading level in a table of contents. */
const CONTENTS_LEVEL_MAX = 3;

export type RenderOptions = {
  /** Whether the text has an account as its author; otherwise external links get `nofollow ugc`. */
  isTrustedAuthor: boolean;
  /** The base direction of the post; by default that of the text alone. */
  direction?: Direction | undefined;
  /** Called with the tokens of the text, unless it exceeds a limit of parsing. */
  onParsed?: RenderEnv["onParsed"];
};

/** @throws {LimitExceeded} */
function renderWithinLimits(
  source: string,
  { isTrustedAuthor, direction = baseDirection({ content: source }), onParsed }: RenderOptions,
): Rendering {
  const env: RenderEnv = { prefix: HEADING_PREFIX, isTrustedAuthor, direction, onParsed, headings: [], ids: new Ids() };
  const html = markdown.render(source, env);
  // Checked before sanitizing, which takes most of the time.
  requireRenderedSize(Buffer.byteLength(html), source);
  return { html: sanitizeHtml(html), contents: env.headings.filter(({ level }) => level <= CONTENTS_LEVEL_MAX) };
}

/**
 * Renders a post's Markdown as safe HTML, or as plain text if it exceeds a limit (limits.ts). A change of the output makes
 * stored renderings stale: raise RENDERER_VERSION.
 */
export function renderPost(content: string, options: RenderOptions = { isTrustedAuthor: true }): Rendering {
  const source = withoutFrontMatter(content);
  try {
    return renderWithinLimits(source, options);
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return renderPlain(source, error.message);
  }
}

/**
 * Renders a trusted text, such as the guide, without sanitizing.
 * @param resolveHref maps the URL of a link to the one to render
 */
export function renderGuide(source: string, resolveHref: (href: string) => string): string {
  return markdown.render(source, {
    prefix: "",
    resolveHref,
    isTrustedAuthor: true,
    direction: "ltr",
    headings: [],
    ids: new Ids(),
  } satisfies RenderEnv);
}
