import { readFile } from "node:fs/promises";
import { plainText, truncate } from "#lib/server/rendering/plain-text";
import { renderGuide } from "#lib/server/rendering/render";
import { GUIDE, type GuidePage, guidePath } from "#lib/shared/docs";

/** How long a description may be that search engines show in full, in characters. */
const DESCRIPTION_MAX = 160;

/** In the files pages link to each other as files, which works wherever they are read. */
function toAddress(href: string): string {
  const [, file, rest = ""] = /^([a-z]+)\.md(#.*)?$/.exec(href) ?? [];
  const page = GUIDE.find((page) => page.file === file);
  return page ? guidePath(page.slug) + rest : href;
}

/** A page of the guide. @returns undefined where there is none of that name */
export async function findGuidePage(slug: string): Promise<GuidePage | undefined> {
  const page = GUIDE.find((page) => page.slug === slug);
  if (!page) return undefined;
  const source = await readFile(`docs/guide/${page.file}.md`, "utf8");
  const [, title = page.name, text = ""] = /^# (.+)\n([\s\S]*)$/.exec(source) ?? [];
  const [first = ""] = text.trim().split("\n\n");
  return { title, description: truncate(plainText(first), DESCRIPTION_MAX), html: renderGuide(text, toAddress) };
}
