import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { DeviceStorageError, deleteUploads, type LocalUpload, withDatabase } from "./device-database.ts";
import { findUploadIds } from "./upload-placeholders.ts";

/** What the files of all images that are not uploaded yet may take on a device, in bytes. */
export const UPLOADS_BYTES_MAX = 300_000_000;

/** How long an image stays stored after it was removed from its text, in milliseconds: the page may still undo that. */
const REMOVED_MS = 3_600_000;

/** Stores an image until it is uploaded. @throws {DeviceStorageError} */
export async function writeLocalUpload(upload: LocalUpload, file: Blob): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction(["uploads", "files"], "readwrite", { durability: "strict" });
    const uploads = transaction.objectStore("uploads");
    const others = (await uploads.getAll()).filter(({ id, url }) => url === null && id !== upload.id);
    const bytes = others.reduce((sum, { size }) => sum + size, upload.size);
    if (bytes > UPLOADS_BYTES_MAX) throw new DeviceStorageError("full");
    await Promise.all([uploads.put(upload), transaction.objectStore("files").put(file, upload.id), transaction.done]);
  });
}

/** Changes what is stored of an upload; of one that is uploaded, the file is deleted. @throws {DeviceStorageError} */
export async function changeLocalUpload(id: string, changes: Partial<LocalUpload>): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction(["uploads", "files"], "readwrite");
    const uploads = transaction.objectStore("uploads");
    const before = await uploads.get(id);
    if (before) await uploads.put({ ...before, ...changes });
    if (changes.url) await transaction.objectStore("files").delete(id);
    await transaction.done;
  });
}

/** @returns undefined if this device does not have it, or another account's. @throws {DeviceStorageError} */
export async function readLocalUpload(
  id: string,
  account: string | null,
): Promise<{ upload: LocalUpload; file: Blob | undefined } | undefined> {
  return withDatabase(async (db) => {
    const upload = await db.get("uploads", id);
    return upload?.account === account ? { upload, file: await db.get("files", id) } : undefined;
  });
}

/**
 * Deletes uploads that were removed from their texts, and those that are older than posts in the trash may be, unless a draft or an earlier
 * state of one has their placeholder. @throws {DeviceStorageError}
 */
export async function purgeUnusedUploads(now = Date.now()): Promise<void> {
  const isUnused = ({ addedAt, removedAt }: LocalUpload) =>
    addedAt <= now - TRASH_RETENTION_MS || (removedAt !== null && removedAt <= now - REMOVED_MS);
  const awaited = await withDatabase(async (db) => {
    // Reading all texts takes time; nearly always there is nothing to delete.
    if (!(await db.getAll("uploads")).some(isUnused)) return undefined;
    const drafts = (await db.getAll("drafts")).filter(({ discardedAt }) => discardedAt === null);
    const ids = new Set(drafts.map(({ id }) => id));
    const states = (await db.getAll("states")).filter(({ draft }) => ids.has(draft));
    return new Set([...drafts, ...states].flatMap(({ values }) => findUploadIds(values.content)));
  });
  if (awaited) await deleteUploads((upload) => isUnused(upload) && !awaited.has(upload.id));
}
