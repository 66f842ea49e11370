import { moveContentVersion } from "#lib/server/content-version";
import { engineOf } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { atomically } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import type { About } from "#lib/shared/about";
import { DEFAULT_ABOUT } from "./default-about.ts";

const NAME = "about";

/** The entity tag of the text: every save has one of its own. */
export const aboutTag = ({ version }: About) => `"about-${version}"`;

/** The text of the page about the site: the owner's, or the one that Octavo comes with. */
export async function readAbout(db: Database): Promise<About> {
  let row = db.selectFrom("site_texts").selectAll().where("name", "=", NAME);
  // Within a transaction it is read in order to be changed.
  if (db.isTransaction) row = row.modifyEnd(engineOf(db).rowLock);
  const text = await row.executeTakeFirst();
  if (!text) return { content: DEFAULT_ABOUT, version: 0, updatedAt: null };
  const { content, updated_at, version } = text;
  return { content, version, updatedAt: new Date(updated_at).toISOString() };
}

type Options = {
  /** Throws where what the caller knows of the text is no longer so (If-Match). */
  precondition?: (current: About) => void;
  now?: number;
};

/** Replaces the text. @throws whatever the precondition throws */
export async function changeAbout(
  db: Database,
  content: string,
  { precondition, now = Date.now() }: Options = {},
): Promise<About> {
  const about = await atomically(db, async (trx) => {
    // The row is made first: there has to be one that two writers at the same moment can wait for each other at.
    await trx
      .insertInto("site_texts")
      .values({ name: NAME, content: DEFAULT_ABOUT, version: 0, updated_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const current = await readAbout(trx);
    precondition?.(current);
    const version = current.version + 1;
    await trx.updateTable("site_texts").set({ content, version, updated_at: now }).where("name", "=", NAME).execute();
    await moveContentVersion(trx);
    return { content, version, updatedAt: new Date(now).toISOString() };
  });
  log.info({ event: "about-changed", version: about.version }, "the text about the site was changed");
  return about;
}
