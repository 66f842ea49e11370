import { deleteSavedAutosave } from "#lib/server/autosaves/autosaves";
import type { Database, SiteTextsTable } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import type { Viewer } from "#lib/server/viewer";
import type { About, AboutReplacement } from "#lib/shared/about";
import { cleanText } from "#lib/shared/text";
import { DEFAULT_ABOUT } from "./default-about.ts";
import { changeSiteText, readSiteText, savedVersion } from "./site-text.ts";

/** The entity tag of a version of the text, whenever it was saved. */
export const aboutVersionTag = ({ version }: About) => `"about-${version}"`;

/** The entity tag of the text. */
export const aboutTag = (about: About) => `"about-${savedVersion(about)}"`;

function toAbout({ content, updated_at, version }: SiteTextsTable): About {
  if (version === 0) return { content: DEFAULT_ABOUT, version, updatedAt: null };
  return { content: cleanText(content), version, updatedAt: new Date(updated_at).toISOString() };
}

/** Reads the text of the about page: the owner's, or the default. */
export async function readAbout(db: Database): Promise<About> {
  const text = await readSiteText(db, "about");
  return text ? toAbout(text) : { content: DEFAULT_ABOUT, version: 0, updatedAt: null };
}

type Options = {
  /** Throws if the current text does not match the request (If-Match). */
  precondition?: (current: About) => void;
  now?: number;
};

/** Replaces the text, and deletes the autosave that it was written from. An unchanged text keeps its version. @throws what the precondition throws */
export async function changeAbout(
  db: Database,
  { autosave, content }: Pick<AboutReplacement, "content" | "autosave">,
  owner: Pick<Viewer, "account">,
  { precondition, now = Date.now() }: Options = {},
): Promise<About> {
  const { row, isChanged } = await changeSiteText(db, "about", {
    initial: DEFAULT_ABOUT,
    async change(trx, row) {
      const current = toAbout(row);
      precondition?.(current);
      await deleteSavedAutosave(trx, { autosave }, owner);
      return content === current.content ? row.content : content;
    },
    now,
  });
  const about = toAbout(row);
  if (isChanged) log.info({ event: "about-changed", version: about.version }, "about text changed");
  return about;
}
