import { code } from "./code.ts";
import { withoutFrontMatter } from "./front-matter.ts";
import { headings } from "./headings.ts";
import { images } from "./images.ts";
import { links } from "./links.ts";
import { notes } from "./notes.ts";
import { newParser } from "./parser.ts";
import { sanitise } from "./sanitise.ts";
import { type Heading, PART_PREFIX, type Setting } from "./setting.ts";
import { tables } from "./tables.ts";

const markdown = newParser().use(headings).use(links).use(images).use(code).use(tables).use(notes);

/** A text as its page shows it: HTML, and the headings for a table of contents. */
export type Rendering = { html: string; contents: Heading[] };

/** Headings below these levels are not in a table of contents. */
const CONTENTS_LEVEL_MAX = 3;

type By = {
  /** Whether whoever wrote the text is known: links in a text that anybody may have left are marked for search engines. */
  isSigned: boolean;
};

/**
 * A post's Markdown as HTML that is safe on our pages. Whatever changes here changes what is kept of every post: raise
 * RENDERER.
 */
export function renderPost(content: string, { isSigned }: By = { isSigned: true }): Rendering {
  const setting: Setting = { prefix: PART_PREFIX, isSigned, headings: [] };
  const html = sanitise(markdown.render(withoutFrontMatter(content), setting));
  return { html, contents: setting.headings.filter(({ level }) => level <= CONTENTS_LEVEL_MAX) };
}

/**
 * A text of our own as HTML, by the same renderer.
 * @param address makes of a link's address the one that is shown
 */
export function renderGuide(source: string, address: (href: string) => string): string {
  return markdown.render(source, { prefix: "", address, isSigned: true, headings: [] } satisfies Setting);
}
