import { LRUCache } from "lru-cache";
import { database } from "#lib/server/db/database";
import { withImages } from "#lib/server/images/with-images";

/** The introduction and the footer, previews of others, and the bios of authors. */
const rendered = new LRUCache<string, string>({ max: 100 });

/** What a text is: its ids begin so, apart from those of the post and of other texts on the same page. */
type Place = "introduction" | "footer" | "bio";

/** Prefixes the ids in tags, and the links to them. */
const withIdsOf = (place: Place, html: string) =>
  html.replace(/<[a-z][^>]*>/g, (tag) =>
    tag.replace(/ (?:id|name)="| href="#(?=(?:part|note)-)/g, (start) => `${start}${place}-`),
  );

/** Renders a text among the site's settings, or a bio, as posts are, with the sizes of its images. */
export async function renderSiteText(markdown: string, place: Place): Promise<string> {
  if (markdown === "") return "";
  let html = rendered.get(markdown);
  if (html === undefined) {
    // Lazy-loaded: most pages of most sites have no such text.
    const { renderBounded } = await import("#lib/server/rendering/bounded");
    ({ html } = await renderBounded(markdown, true));
    rendered.set(markdown, html);
  }
  return withImages(await database(), withIdsOf(place, html));
}
