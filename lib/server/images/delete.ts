import { isBackupRunning } from "#lib/server/backup/running";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { files } from "#lib/server/files/files";
import type { Storage } from "#lib/server/files/storage";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { isEditor, type Viewer } from "#lib/server/viewer";
import { findUses } from "./find-uses.ts";
import { requireOwnImage, uploader } from "./images.ts";
import { deleteFiles } from "./stored-files.ts";
import { isUsed } from "./uses.ts";

type Files = { key: string; width: number };

/**
 * Deletes those of the images that no text uses; their files are to be deleted after the commit.
 * @param unusedSince deletes only images that have been unused since then, in milliseconds since 1970
 */
export async function deleteUnused(
  trx: DatabaseTransaction,
  ids: string[],
  now: number,
  unusedSince?: number,
): Promise<Files[]> {
  if (ids.length === 0) return [];
  // Once the rows are locked, all saves that use them have been committed, or will find no row (lockUsedImages).
  await trx
    .selectFrom("images")
    .select("id")
    .where("id", "in", ids)
    .orderBy("id")
    .modifyEnd(getEngine(trx).imageLock)
    .execute();
  const deleted = await trx
    .deleteFrom("images")
    .where("id", "in", ids)
    .where((eb) => eb.not(isUsed(eb)))
    .$if(unusedSince !== undefined, (query) => query.where("unused_since", "<=", Number(unusedSince)))
    .returning(["key", "width"])
    .execute();
  if (deleted.length === 0) return [];
  await trx
    .insertInto("image_files")
    .values(deleted.map(({ key, width }) => ({ key, width, is_deleted: 1, since: now })))
    .execute();
  return deleted;
}

/**
 * Deletes files whose image was deleted, and then what is stored about them; leaves them to a later sweep while a backup is being
 * made, whose snapshot may have the image.
 * @throws {StorageError}
 */
export async function deleteLoggedFiles(db: Database, storage: Storage, stored: Files): Promise<void> {
  if (await isBackupRunning(db)) return;
  await deleteFiles(storage, stored);
  await db.deleteFrom("image_files").where("key", "=", stored.key).execute();
}

/**
 * Deletes an image from the viewer's library; and from the site, unless another account has uploaded it too.
 * @throws {Problem} 404; 409 while a text uses it
 */
export async function deleteImage(db: Database, id: string, viewer: Viewer, now = Date.now()): Promise<void> {
  const deleted = await inTransaction(db, async (trx) => {
    await requireOwnImage(trx, id, viewer);
    const used = await trx.selectFrom("images").select("id").where("id", "=", id).where(isUsed).executeTakeFirst();
    if (used) throw new Problem("image-in-use", { current: { uses: await findUses(trx, id, viewer) } });
    if (!isEditor(viewer)) {
      await trx
        .deleteFrom("image_uploads")
        .where("image", "=", id)
        .where("account_id", "=", uploader(viewer))
        .execute();
      const other = await trx.selectFrom("image_uploads").select("source").where("image", "=", id).executeTakeFirst();
      if (other) return [];
    }
    return deleteUnused(trx, [id], now);
  });
  log.info({ event: "image-deleted", image: id, by: viewer.id }, "an image was deleted");
  for (const stored of deleted) {
    // The sweep tries again.
    await deleteLoggedFiles(db, await files(), stored).catch((error: unknown) =>
      log.error({ err: error, key: stored.key }, "the files of a deleted image are left for the sweep"),
    );
  }
}
