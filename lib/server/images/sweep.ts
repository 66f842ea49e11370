import { isBackupRunning } from "#lib/server/backup/running";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import type { Storage } from "#lib/server/files/storage";
import type { OptionalRun } from "#lib/server/housekeeping/batches";
import { deleteTemporaryFolders } from "#lib/server/temporary-folders";
import { deleteLoggedFiles, deleteUnused } from "./delete.ts";
import { UPLOAD_PREFIX } from "./upload.ts";
import { isUsed } from "./uses.ts";

/** How long an image that no text uses is stored, in milliseconds: 30 days. */
export const UNUSED_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
/** After how long an upload has failed that has not stored its image, in milliseconds: far longer than all its time limits. */
export const UPLOAD_MAX_MS = 60 * 60 * 1000;
/** Images per query and transaction. */
const BATCH = 200;

/** The next images in the order of their ids, and whether a text uses each. */
function nextImages(db: Database, after: string) {
  return db
    .selectFrom("images")
    .select(["id", "unused_since"])
    .select((eb) => isUsed(eb).as("is_used"))
    .where("id", ">", after)
    .orderBy("id")
    .limit(BATCH)
    .execute();
}

/** Updates since when images are unused, and deletes those that have been for long. A save may use any of them meanwhile. */
async function sweepImages(
  db: Database,
  storage: Storage,
  { shouldContinue, now }: Required<OptionalRun>,
): Promise<number> {
  const before = now - UNUSED_RETENTION_MS;
  let count = 0;
  let last = "";
  for (;;) {
    const images = await nextImages(db, last);
    last = images.at(-1)?.id ?? "";
    if (last === "") return count;
    const used = images.filter(({ is_used, unused_since }) => is_used && unused_since !== null);
    const unused = images.filter(({ is_used, unused_since }) => !is_used && unused_since === null);
    const expired = images.filter(
      ({ is_used, unused_since }) => !is_used && unused_since !== null && unused_since <= before,
    );
    const ids = (rows: typeof images) => rows.map(({ id }) => id);
    const change = async (trx: DatabaseTransaction) => {
      if (used.length > 0)
        await trx
          .updateTable("images")
          .set({ unused_since: null })
          .where("id", "in", ids(used))
          .where(isUsed)
          .execute();
      if (unused.length > 0)
        await trx
          .updateTable("images")
          .set({ unused_since: now })
          .where("id", "in", ids(unused))
          .where("unused_since", "is", null)
          .execute();
      return deleteUnused(trx, ids(expired), now, before);
    };
    const isChanged = used.length + unused.length + expired.length > 0;
    const deleted = isChanged ? await inTransaction(db, change) : [];
    count += deleted.length;
    for (const stored of deleted) await deleteLoggedFiles(db, storage, stored);
    if (!(await shouldContinue())) return count;
  }
}

/** Deletes the files of deleted images, and of uploads whose process has ended. @returns of how many */
async function sweepFiles(
  db: Database,
  storage: Storage,
  { shouldContinue, now }: Required<OptionalRun>,
): Promise<number> {
  await db
    .updateTable("image_files")
    .set({ is_deleted: 1 })
    .where("is_deleted", "=", 0)
    .where("since", "<=", now - UPLOAD_MAX_MS)
    .execute();
  // It leaves them.
  if (await isBackupRunning(db)) return 0;
  const left = await db.selectFrom("image_files").select(["key", "width"]).where("is_deleted", "=", 1).execute();
  let count = 0;
  for (const stored of left) {
    await deleteLoggedFiles(db, storage, stored);
    count++;
    if (!(await shouldContinue())) break;
  }
  return count;
}

/** Deletes temporary folders of uploads whose process has ended. */
export const deleteUploadFolders = () => deleteTemporaryFolders(UPLOAD_PREFIX, Date.now() - UPLOAD_MAX_MS);

/**
 * Deletes images that no text has used for UNUSED_RETENTION_MS, and files that no image has. Any number of processes may do
 * this at the same time.
 * @returns how many
 * @throws {StorageError} where files cannot be deleted; the next sweep tries again
 */
export async function sweepUnusedImages(
  db: Database,
  storage: Storage,
  { shouldContinue = async () => true, now = Date.now() }: OptionalRun = {},
): Promise<number> {
  const count = await sweepFiles(db, storage, { shouldContinue, now });
  return count + (await sweepImages(db, storage, { shouldContinue, now }));
}
