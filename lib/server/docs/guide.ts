import { readFile } from "node:fs/promises";
import { memoizeBy } from "#lib/server/memoize";
import { metaDescription } from "#lib/server/rendering/excerpt";
import { plainText } from "#lib/server/rendering/plain-text";
import { renderGuide } from "#lib/server/rendering/render";
import { GUIDE, type GuidePage, guidePath } from "#lib/shared/docs";

/** Maps a link between the Markdown files, such as `http.md#lists`, to the path of its page. */
function toGuidePath(href: string): string {
  const [, file, rest = ""] = /^([a-z-]+)\.md(#.*)?$/.exec(href) ?? [];
  const page = GUIDE.find((page) => page.file === file);
  return page ? guidePath(page.slug) + rest : href;
}

/** Renders a page of the guide, once. */
const renderPage = memoizeBy(async (page: (typeof GUIDE)[number]): Promise<GuidePage> => {
  const source = await readFile(`docs/guide/${page.file}.md`, "utf8");
  const [, title = page.name, text = ""] = /^# (.+)\n([\s\S]*)$/.exec(source) ?? [];
  const [first = ""] = text.trim().split("\n\n");
  return { title, description: metaDescription(plainText(first)), html: renderGuide(text, toGuidePath) };
});

/** Finds a page of the guide. @returns undefined if there is none with this slug */
export async function findGuidePage(slug: string): Promise<GuidePage | undefined> {
  const page = GUIDE.find((page) => page.slug === slug);
  return page && renderPage(page);
}
