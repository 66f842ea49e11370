import { LRUCache } from "lru-cache";
import { database } from "#lib/server/db/database";
import { withImages } from "#lib/server/images/with-images";

/** The introduction and the footer, previews of others, and the bios of authors. */
const rendered = new LRUCache<string, string>({ max: 100 });

/** Renders a text among the site's settings, or a bio, as posts are, with the sizes of its images. */
export async function renderSiteText(markdown: string): Promise<string> {
  if (markdown === "") return "";
  let html = rendered.get(markdown);
  if (html === undefined) {
    // Lazy-loaded: most pages of most sites have no such text.
    const { renderBounded } = await import("#lib/server/rendering/bounded");
    ({ html } = await renderBounded(markdown, true));
    rendered.set(markdown, html);
  }
  return withImages(await database(), html);
}
