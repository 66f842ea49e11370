import { deleteSavedAutosave } from "#lib/server/autosaves/autosaves";
import { bumpContentVersion } from "#lib/server/content-version";
import type { Database, SiteTextsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { storeSiteTextImages } from "#lib/server/images/uses";
import { log } from "#lib/server/log";
import type { Viewer } from "#lib/server/viewer";
import type { About, AboutReplacement } from "#lib/shared/about";
import { cleanText } from "#lib/shared/text";
import { DEFAULT_ABOUT } from "./default-about.ts";

const NAME = "about";

/** The entity tag of a version of the text. */
export const aboutTag = ({ version }: About) => `"about-${version}"`;

function toAbout({ content, updated_at, version }: SiteTextsTable): About {
  if (version === 0) return { content: DEFAULT_ABOUT, version, updatedAt: null };
  return { content: cleanText(content), version, updatedAt: new Date(updated_at).toISOString() };
}

/** Reads the text of the about page: the owner's, or the default. */
export async function readAbout(db: Database): Promise<About> {
  const text = await db.selectFrom("site_texts").selectAll().where("name", "=", NAME).executeTakeFirst();
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
  const { about, isChanged } = await inTransaction(db, async (trx) => {
    // Insert, or update without a change, to lock the row: concurrent writers wait for each other.
    const row = await trx
      .insertInto("site_texts")
      .values({ name: NAME, content: DEFAULT_ABOUT, version: 0, updated_at: now })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ name: NAME }))
      .returningAll()
      .executeTakeFirstOrThrow();
    const current = toAbout(row);
    precondition?.(current);
    await deleteSavedAutosave(trx, { autosave }, owner);
    if (content === current.content) return { about: current, isChanged: false };
    const version = current.version + 1;
    await storeSiteTextImages(trx, NAME, content);
    await trx.updateTable("site_texts").set({ content, version, updated_at: now }).where("name", "=", NAME).execute();
    await bumpContentVersion(trx);
    return { about: { content, version, updatedAt: new Date(now).toISOString() }, isChanged: true };
  });
  if (isChanged) log.info({ event: "about-changed", version: about.version }, "about text changed");
  return about;
}
