import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction, Tables } from "#lib/server/db/tables";

/** An image's id, anywhere in a text: in Markdown, HTML, or a URL of any form. */
const ID = /(?<![\da-z])[\da-f]{64}(?![\da-z])/g;
/** The most images of one text. No post that can be saved has room for more. */
const TEXT_IMAGES_MAX = 4_000;

/** The ids in texts; there may be no such images. */
export function imageIdsIn(...texts: string[]): string[] {
  const ids = new Set<string>();
  for (const text of texts) for (const [id] of text.matchAll(ID)) ids.add(id);
  return [...ids].slice(0, TEXT_IMAGES_MAX);
}

/**
 * Reports that a text which this transaction saves uses images. Their rows are locked: from now on they are not deleted
 * unless that was committed before. Call it before the rows of uses are stored.
 */
export async function lockUsedImages(trx: DatabaseTransaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  // In one order, so that two transactions never wait for each other.
  const locked = await trx
    .selectFrom("images")
    .select(["id", "unused_since"])
    .where("id", "in", ids)
    .orderBy("id")
    .modifyEnd(getEngine(trx).imageLock)
    .execute();
  const unused = locked.filter(({ unused_since }) => unused_since !== null).map(({ id }) => id);
  if (unused.length === 0) return;
  await trx.updateTable("images").set({ unused_since: null }).where("id", "in", unused).execute();
}

/** Stores which images a new revision uses. */
export async function storeRevisionImages(
  trx: DatabaseTransaction,
  { post_id, version }: { post_id: number; version: number },
  texts: string[],
): Promise<void> {
  const ids = imageIdsIn(...texts);
  if (ids.length === 0) return;
  await lockUsedImages(trx, ids);
  await trx
    .insertInto("revision_images")
    .values(ids.map((image) => ({ post_id, version, image })))
    .execute();
}

/** Stores which images an autosave uses now. */
export async function storeAutosaveImages(
  trx: DatabaseTransaction,
  { account_id, id }: { account_id: string; id: string },
  fields: string,
): Promise<void> {
  const ids = imageIdsIn(fields);
  const stored = await trx
    .selectFrom("autosave_images")
    .select("image")
    .where("account_id", "=", account_id)
    .where("autosave_id", "=", id)
    .execute();
  const before = new Set(stored.map(({ image }) => image));
  const after = new Set(ids);
  const gone = [...before].filter((image) => !after.has(image));
  const added = ids.filter((image) => !before.has(image));
  if (gone.length > 0) {
    await trx
      .deleteFrom("autosave_images")
      .where("account_id", "=", account_id)
      .where("autosave_id", "=", id)
      .where("image", "in", gone)
      .execute();
  }
  if (added.length === 0) return;
  await lockUsedImages(trx, added);
  await trx
    .insertInto("autosave_images")
    .values(added.map((image) => ({ account_id, autosave_id: id, image })))
    .execute();
}

/** Stores which images a text of the site uses now. */
export async function storeSiteTextImages(trx: DatabaseTransaction, name: string, content: string): Promise<void> {
  const ids = imageIdsIn(content);
  await lockUsedImages(trx, ids);
  await trx.deleteFrom("site_text_images").where("name", "=", name).execute();
  if (ids.length === 0) return;
  await trx
    .insertInto("site_text_images")
    .values(ids.map((image) => ({ name, image })))
    .execute();
}

/** Stores which images the profile of an account uses now. */
export async function storeAccountImages(trx: DatabaseTransaction, account_id: string, texts: string[]): Promise<void> {
  const ids = imageIdsIn(...texts);
  await lockUsedImages(trx, ids);
  await trx.deleteFrom("account_images").where("account_id", "=", account_id).execute();
  if (ids.length === 0) return;
  await trx
    .insertInto("account_images")
    .values(ids.map((image) => ({ account_id, image })))
    .execute();
}

const TABLES_OF_USES = ["revision_images", "autosave_images", "site_text_images", "account_images"] as const;

/** The condition that some text uses the image of a row. */
export function isUsed(eb: ExpressionBuilder<Tables, "images">): ExpressionWrapper<Tables, "images", SqlBool> {
  return eb.or(
    TABLES_OF_USES.map((table) =>
      eb.exists(sql`(select 1 from ${sql.table(table)} where ${sql.table(table)}.image = images.id)`),
    ),
  );
}
