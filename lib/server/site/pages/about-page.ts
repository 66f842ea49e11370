import type { GetServerSidePropsContext } from "next";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { setPageCaching } from "#lib/server/http/page-caching";
import { perDatabase } from "#lib/server/memoize";
import { Problem } from "#lib/server/problem";
import { prepareText, renderBusy } from "#lib/server/rendering/bounded";
import { pageHtml } from "#lib/server/rendering/page-html";
import { readAbout } from "#lib/server/site/about";
import { isEditor } from "#lib/server/viewer";
import type { About } from "#lib/shared/about";
import { baseDirection } from "#lib/shared/direction";

/** The page's HTML, and its meta description. */
type Rendered = { html: string; description: string };

/** The newest rendering, by database. */
const cacheOf = perDatabase((): { newest?: Rendered & { version: number } } => ({}));

async function getRendering(db: Database, { content, version }: About): Promise<Rendered & { isTemporary?: true }> {
  const cache = cacheOf(db);
  if (cache.newest?.version === version) return cache.newest;
  const { metaDescription } = await import("#lib/server/rendering/excerpt");
  try {
    const { excerpt, rendering } = await prepareText(content, true);
    const rendered = { html: rendering.html, description: metaDescription(excerpt) };
    cache.newest = { ...rendered, version };
    return rendered;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { html: renderBusy(content).html, description: metaDescription(content), isTemporary: true };
  }
}

/** Loads the page /about. */
export async function loadAboutPage({ req, res }: GetServerSidePropsContext) {
  const [db, viewer] = [await database(), await authenticatePage(req)];
  const about = await readAbout(db);
  const { description, html, isTemporary } = await getRendering(db, about);
  setPageCaching(res, viewer.id === null && !isTemporary);
  return {
    html: await pageHtml(db, html),
    description,
    // The default text is English.
    language: about.version === 0 ? "en" : null,
    direction: baseDirection(about),
    mayEdit: isEditor(viewer),
  };
}
