import { code } from "./code.ts";
import { footnoteHtml } from "./footnote-html.ts";
import { withoutFrontMatter } from "./front-matter.ts";
import { headings } from "./headings.ts";
import { images } from "./images.ts";
import { LimitExceeded, requireRenderedSize } from "./limits.ts";
import { links } from "./links.ts";
import { createParser } from "./parser.ts";
import { renderPlain } from "./plain.ts";
import { HEADING_PREFIX, type RenderEnv, type Rendering } from "./render-env.ts";
import { sanitizeHtml } from "./sanitize.ts";
import { tables } from "./tables.ts";

const markdown = createParser().use(headings).use(links).use(images).use(code).use(tables).use(footnoteHtml);

/** Headings below these levels are not in a table of contents. */
const CONTENTS_LEVEL_MAX = 3;

type By = {
  /** Whether whoever wrote the text is known: links in a text that anybody may have left are marked for search engines. */
  isSigned: boolean;
};

/** @throws {LimitExceeded} */
function renderWithinLimits(source: string, { isSigned }: By): Rendering {
  const setting: RenderEnv = { prefix: HEADING_PREFIX, isTrustedAuthor: isSigned, headings: [] };
  const html = markdown.render(source, setting);
  // Before the sanitizer, which takes most of the time.
  requireRenderedSize(Buffer.byteLength(html), source);
  return { html: sanitizeHtml(html), contents: setting.headings.filter(({ level }) => level <= CONTENTS_LEVEL_MAX) };
}

/**
 * A post's Markdown as HTML that is safe on our pages; as plain text where it exceeds a limit (limits.ts). Whatever
 * changes here changes the stored rendering of every post: raise RENDERER.
 */
export function renderPost(content: string, by: By = { isSigned: true }): Rendering {
  const source = withoutFrontMatter(content);
  try {
    return renderWithinLimits(source, by);
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return renderPlain(source, error.message);
  }
}

/**
 * A text of our own as HTML, by the same renderer.
 * @param address makes of a link's address the one that is shown
 */
export function renderGuide(source: string, address: (href: string) => string): string {
  return markdown.render(source, { prefix: "", address, isTrustedAuthor: true, headings: [] } satisfies RenderEnv);
}
