import { bumpContentVersion } from "#lib/server/content-version";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction, SiteTextsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { formatSaveTime } from "#lib/server/http/conditional";
import { storeSiteTextImages } from "#lib/server/images/uses";

/** The texts of the site that are no posts: the page about it, and its settings as JSON. */
export type SiteTextName = "about" | "settings";

const siteText = compiledQuery((db, { name }: { name: SiteTextName }) =>
  db.selectFrom("site_texts").selectAll().where("name", "=", name),
);

/** Reads a text of the site; undefined if it was never saved. */
export const readSiteText = async (db: Database, name: SiteTextName): Promise<SiteTextsTable | undefined> =>
  (await siteText(db, { name }))[0];

/** A text as images are looked for in it. In JSON, the letter of an escaped line feed would stand right before what follows it. */
export const withLineFeeds = (content: string): string => content.replaceAll("\\n", "\n");

/** Stores which images a text uses. */
export const storeImagesOfText = (trx: DatabaseTransaction, name: SiteTextName, content: string): Promise<void> =>
  storeSiteTextImages(trx, name, withLineFeeds(content));

/** A version as it is in an ETag, with when it was saved. Version 0 is the default and never was. */
export const savedVersion = ({ updatedAt, version }: { updatedAt: string | null; version: number }): string =>
  updatedAt === null ? `${version}` : `${version}-${formatSaveTime(Date.parse(updatedAt))}`;

type Change = {
  /** The text that counts as version 0. */
  initial: string;
  /** The new text, from the current one; the same text keeps its version. What it throws rolls back. */
  change: (trx: DatabaseTransaction, current: SiteTextsTable) => Promise<string>;
  now: number;
};

/** Changes a text of the site, and stores which images it uses. Concurrent changes wait for each other. */
export async function changeSiteText(
  db: Database,
  name: SiteTextName,
  { change, initial, now }: Change,
): Promise<{ row: SiteTextsTable; isChanged: boolean }> {
  return inTransaction(db, async (trx) => {
    // Insert, or update without a change, to lock the row.
    const current = await trx
      .insertInto("site_texts")
      .values({ name, content: initial, version: 0, updated_at: now })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ name }))
      .returningAll()
      .executeTakeFirstOrThrow();
    const content = await change(trx, current);
    if (content === current.content) return { row: current, isChanged: false };
    const row = { name, content, version: current.version + 1, updated_at: now };
    await storeImagesOfText(trx, name, content);
    await trx.updateTable("site_texts").set(row).where("name", "=", name).execute();
    await bumpContentVersion(trx);
    return { row, isChanged: true };
  });
}
