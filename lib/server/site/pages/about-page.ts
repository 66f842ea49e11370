import type { GetServerSidePropsContext } from "next";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { handleFormPost } from "#lib/server/http/form";
import { setPageCaching } from "#lib/server/http/page-caching";
import { parse } from "#lib/server/http/parse";
import { Problem } from "#lib/server/problem";
import { prepareText, renderBusy } from "#lib/server/rendering/bounded";
import { changeAbout, readAbout } from "#lib/server/site/about";
import { isOwner } from "#lib/server/viewer";
import { ABOUT_CHANGED, type About, AboutReplacement } from "#lib/shared/about";

/** How long a description may be that search engines show in full, in characters. */
const DESCRIPTION_MAX = 160;

/** What the page shows, and what search engines do. */
type Rendered = { html: string; description: string };

/** Of the newest version that was requested. */
const rendered = new WeakMap<Database, Rendered & { version: number }>();

async function getRendering(db: Database, { content, version }: About): Promise<Rendered & { isTemporary?: true }> {
  const known = rendered.get(db);
  if (known?.version === version) return known;
  const { truncate } = await import("#lib/server/rendering/plain-text");
  try {
    const { plain, rendering } = await prepareText(content, true);
    const made = { html: rendering.html, description: truncate(plain, DESCRIPTION_MAX) };
    rendered.set(db, { ...made, version });
    return made;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { html: renderBusy(content).html, description: truncate(content, DESCRIPTION_MAX), isTemporary: true };
  }
}

/** What the page /about shows. */
export async function loadAboutPage({ req, res }: GetServerSidePropsContext) {
  const [db, viewer] = [await database(), await authenticatePage(req)];
  const { description, html, isTemporary } = await getRendering(db, await readAbout(db));
  setPageCaching(res, viewer.id === null && !isTemporary);
  return { html, description, mayEdit: isOwner(viewer) };
}

/** The plain post of the page where the owner edits the text. What somebody else saved meanwhile is not written over. */
export function handleAboutForm({ req, res }: GetServerSidePropsContext) {
  return handleFormPost<never>(
    { req, res },
    {
      async about({ version: known, ...said }) {
        const { content } = parse(AboutReplacement, said);
        await changeAbout(await database(), content, {
          precondition: ({ version }) => {
            if (String(version) !== known) throw new Problem("precondition-failed", { title: ABOUT_CHANGED });
          },
        });
        return "/about";
      },
    },
  );
}
