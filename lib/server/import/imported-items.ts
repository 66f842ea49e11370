import { hash } from "node:crypto";
import type { Selectable } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction, ImportedItemsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import type { Source, SourceRecord } from "./record.ts";

export type ItemState = Pick<Selectable<ImportedItemsTable>, "post_id" | "digest" | "imported_at">;

/** Items in one statement: SQLite allows 32,766 bind parameters. */
const ITEMS_AT_ONCE = 1_000;

/** The longest key in UTF-8 bytes: PostgreSQL takes 2,704 for both parts of a primary key. */
const KEY_BYTES_MAX = 1_000;

/** A name of the source as a key; the digest of one that PostgreSQL could not store as it is. */
const keyOf = (name: string) =>
  Buffer.byteLength(name) <= KEY_BYTES_MAX && name.isWellFormed() && !name.includes("\0")
    ? name
    : `sha256:${hash("sha256", JSON.stringify(name), "base64url")}`;

/** What identifies a source in the table. */
export const sourceKey = ({ kind, name }: Pick<Source, "kind" | "name">) => `${kind}:${keyOf(name)}`;
/** What identifies an item of a source in the table. */
export const itemKey = ({ item }: Pick<SourceRecord, "item">) => keyOf(item);

/** A digest of what a record says, not of where it is in the source. */
export function digestOf({ notes: _, place: __, ...record }: SourceRecord): string {
  return hash("sha256", JSON.stringify(record), "base64url");
}

/** The items of a source that earlier runs have imported or reserved ids for. */
export async function knownItems(db: Database, source: string): Promise<Map<string, ItemState>> {
  const rows = await db.selectFrom("imported_items").selectAll().where("source", "=", source).execute();
  return new Map(rows.map(({ item, source: _, ...state }) => [item, state]));
}

/**
 * Reserves ids of posts for the items of a source that have none yet, so that links between them can be written before all
 * are stored, and an interrupted import goes on with the same ids.
 * @param items with their digests
 */
export async function reserveItems(
  db: Database,
  source: string,
  items: { item: string; digest: string }[],
): Promise<Map<string, ItemState>> {
  return inTransaction(db, async (trx) => {
    const known = await knownItems(trx, source);
    const missing = items.filter(({ item }) => !known.has(item));
    const ids = missing.length > 0 ? await getEngine(trx).bulkLoader.reserveKeys(trx, "posts", missing.length) : [];
    const rows = missing.map((item, index) => ({ source, ...item, post_id: ids[index] ?? 0, imported_at: null }));
    for (let start = 0; start < rows.length; start += ITEMS_AT_ONCE) {
      await trx
        .insertInto("imported_items")
        .values(rows.slice(start, start + ITEMS_AT_ONCE))
        // Another run reserves ids at the same time: its ids are used.
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return knownItems(trx, source);
  });
}

/** Marks an item as imported. @returns false where another run has imported it meanwhile */
export async function markImported(
  trx: DatabaseTransaction,
  source: string,
  { digest, item }: { item: string; digest: string },
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("imported_items")
    .set({ imported_at: now, digest })
    .where("source", "=", source)
    .where("item", "=", item)
    .where("imported_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The item of a downloaded image: its digest is the id of the image. URLs may be longer than a key. */
export const imageItem = (url: string) => `image:${hash("sha256", url, "base64url")}`;

/** Stores which image a URL is, so that it is not downloaded again. */
export async function markDownloaded(
  db: Database,
  source: string,
  url: string,
  image: string,
  now: number,
): Promise<void> {
  await db
    .insertInto("imported_items")
    .values({ source, item: imageItem(url), post_id: 0, digest: image, imported_at: now })
    .onConflict((conflict) => conflict.columns(["source", "item"]).doUpdateSet({ digest: image, imported_at: now }))
    .execute();
}
