import { readFile } from "node:fs/promises";
import { bumpContentVersion } from "#lib/server/content-version";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { env } from "#lib/server/env";
import { files } from "#lib/server/files/files";
import type { Storage } from "#lib/server/files/storage";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { type ImageOutcome, imageProcess } from "./image-process.ts";
import { findImage, type ImageRow } from "./images.ts";
import type { ImageRefusal, ProcessedImage } from "./process-image.ts";
import { deleteFiles, fileName, newKey } from "./stored-files.ts";
import type { Upload } from "./upload.ts";
import { isUsed } from "./uses.ts";

const PIXELS = 1_000_000;
/** The Retry-After header while too many images wait, in seconds. */
const RETRY_AFTER = "10";

/** A stored image, and whether the account had it already. */
export type StoredImage = { image: ImageRow; isNew: boolean };

/** What is stored about an upload. `account`: see `uploader`. */
type Origin = {
  source: string;
  account: string;
  now: number;
  /** When the image was stored first, and when this account uploaded it, where that was elsewhere. */
  createdAt?: number;
  uploadedAt?: number;
};

function refusal({ detail, refusal }: ImageRefusal): Problem {
  return refusal === "type"
    ? new Problem("unsupported-media-type", { title: "The file is no image of an accepted type", detail })
    : new Problem("invalid-image", { detail });
}

/** Decodes and encodes an upload. @throws {Problem} 415, 422, 429 */
const processUpload = ({ file, folder }: Upload) =>
  inProcess(imageProcess().run("processImage", file, folder, limits()));

const limits = () => ({ pixels: env().IMAGE_PIXELS_LIMIT * PIXELS });

/** The image that the child process has processed. @throws {Problem} 415, 422, 429 */
async function inProcess(running: Promise<ImageOutcome<ProcessedImage | ImageRefusal>>): Promise<ProcessedImage> {
  const outcome = await running;
  if ("result" in outcome) {
    if ("refusal" in outcome.result) throw refusal(outcome.result);
    return outcome.result;
  }
  if (outcome.failure === "stopped")
    throw new Problem("invalid-image", {
      detail: "The image could not be decoded within the limits of time and memory.",
    });
  throw new Problem("too-many-requests", {
    title: "Too many images are being processed at the moment; try again in a few seconds",
    headers: { "Retry-After": RETRY_AFTER },
  });
}

/** Stores that an account has uploaded an image, whose row is locked. From now it counts as unused again. */
async function addUpload(trx: DatabaseTransaction, image: ImageRow, origin: Origin): Promise<StoredImage> {
  const { account, now, source } = origin;
  const before = await trx
    .selectFrom("image_uploads")
    .select("source")
    .where("image", "=", image.id)
    .where("account_id", "=", account)
    .executeTakeFirst();
  await trx
    .insertInto("image_uploads")
    .values({ source, account_id: account, image: image.id, created_at: origin.uploadedAt ?? now })
    .onConflict((conflict) => conflict.columns(["source", "account_id"]).doUpdateSet({ image: image.id }))
    .execute();
  if (image.unused_since !== null) {
    await trx.updateTable("images").set({ unused_since: now }).where("id", "=", image.id).execute();
  }
  return { image, isNew: before === undefined };
}

/** Adds an image that is stored to the images of an account too. @returns undefined where it is not stored */
export async function shareImage(
  db: Database,
  id: string,
  account: string,
  now = Date.now(),
): Promise<ImageRow | undefined> {
  return inTransaction(db, async (trx) => {
    const image = await findImage(trx, id);
    if (!image) return undefined;
    const uploads = await trx
      .selectFrom("image_uploads")
      .select(["source", "account_id"])
      .where("image", "=", id)
      .execute();
    const source = uploads[0]?.source;
    if (source !== undefined && !uploads.some(({ account_id }) => account_id === account))
      await addUpload(trx, image, { source, account, now });
    return image;
  });
}

/** The image that this very file has become before, if it is still stored. */
async function addKnownUpload(db: Database, origin: Origin): Promise<StoredImage | undefined> {
  return inTransaction(db, async (trx) => {
    const upload = await trx
      .selectFrom("image_uploads")
      .select("image")
      .where("source", "=", origin.source)
      .executeTakeFirst();
    const image = upload && (await findImage(trx, upload.image));
    return image && addUpload(trx, image, origin);
  });
}

/** Adds the upload of an image that another file has become before, or logs the intention to store `key`. */
async function addOrBegin(db: Database, { id, width }: ProcessedImage, key: string, origin: Origin) {
  return inTransaction(db, async (trx) => {
    const image = await findImage(trx, id);
    if (image) return addUpload(trx, image, origin);
    await trx.insertInto("image_files").values({ key, width, is_deleted: 0, since: origin.now }).execute();
    return undefined;
  });
}

/** Marks files as to be deleted: no image will be made of them. */
const abandon = (db: Database, key: string) =>
  db.updateTable("image_files").set({ is_deleted: 1 }).where("key", "=", key).execute();

/** Inserts the row of an image whose files are stored. Another process may have stored the same image meanwhile. */
async function commit(
  db: Database,
  { bytes, height, id, isAnimated, width }: ProcessedImage,
  key: string,
  origin: Origin,
): Promise<StoredImage> {
  return inTransaction(db, async (trx) => {
    const { now } = origin;
    const columns = { id, key, width, height, is_animated: Number(isAnimated), bytes };
    const inserted = await trx
      .insertInto("images")
      .values({ ...columns, created_at: origin.createdAt ?? now, unused_since: now })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returningAll()
      .executeTakeFirst();
    const image = inserted ?? (await findImage(trx, id));
    // Deleted again since: the client may try again.
    if (!image) throw new Problem("unavailable", { headers: { "Retry-After": "1" } });
    if (!inserted) {
      await trx.updateTable("image_files").set({ is_deleted: 1 }).where("key", "=", key).execute();
      return addUpload(trx, image, origin);
    }
    const begun = await trx
      .deleteFrom("image_files")
      .where("key", "=", key)
      .where("is_deleted", "=", 0)
      .returning("key")
      .executeTakeFirst();
    // The sweep took this process for dead, and deletes the files.
    if (!begun) throw new Problem("unavailable", { headers: { "Retry-After": "1" } });
    const used = await trx.selectFrom("images").select("id").where("id", "=", id).where(isUsed).executeTakeFirst();
    // Pages that show the image get its size.
    if (used) await bumpContentVersion(trx);
    return addUpload(trx, image, origin);
  });
}

/** Deletes files that no image was made of. What fails is done by the sweep. */
async function discard(db: Database, storage: Storage, stored: { key: string; width: number }): Promise<void> {
  try {
    await abandon(db, stored.key);
    await deleteFiles(storage, stored);
    await db.deleteFrom("image_files").where("key", "=", stored.key).execute();
  } catch (error) {
    log.warn({ err: error, key: stored.key }, "files of an upload are left for the sweep");
  }
}

/** Stores the files of an image. @throws {Problem} 503 @throws {StorageError} */
async function storeProcessed(db: Database, processed: ProcessedImage, origin: Origin): Promise<StoredImage> {
  const { width } = processed;
  const key = newKey(processed.id);
  const known = await addOrBegin(db, processed, key, origin);
  if (known) return known;
  const storage = await files();
  try {
    for (const { file, width } of processed.files) await storage.put(fileName(key, width), await readFile(file));
    const stored = await commit(db, processed, key, origin);
    if (stored.image.key !== key) await discard(db, storage, { key, width });
    return stored;
  } catch (error) {
    await discard(db, storage, { key, width });
    throw error;
  }
}

/** Files that this process is making images of, by their SHA-256; global, as each bundle loads this module. */
const shared = globalThis as { octavoUploads?: Map<string, Promise<unknown>> };
shared.octavoUploads ??= new Map();
const running = shared.octavoUploads;

/**
 * Makes an image of an upload and stores it, once for all uploads of the same. The files are in the storage before the row is
 * committed.
 * @param account see `uploader`
 * @throws {Problem} 415, 422, 429
 * @throws {StorageError}
 */
export async function storeImage(
  db: Database,
  upload: Upload,
  account: string,
  now = Date.now(),
): Promise<StoredImage> {
  const origin = { source: upload.source, account, now };
  for (;;) {
    const known = await addKnownUpload(db, origin);
    if (known) return known;
    const other = running.get(upload.source);
    if (!other) break;
    // If it fails, this upload tries by itself.
    await other.catch(() => undefined);
  }
  const work = processUpload(upload).then((processed) => storeProcessed(db, processed, origin));
  running.set(upload.source, work);
  try {
    return await work;
  } finally {
    running.delete(upload.source);
  }
}

/** An image of an export, whose files are in a folder; none are needed where it is stored already. */
export type ExportedFiles = Pick<ProcessedImage, "id" | "files"> & {
  createdAt: number;
  /** At least one. */
  uploads: { source: string; account: string; createdAt: number }[];
};

/**
 * Stores an image of an export with the files that it has, once they are verified.
 * @throws {Problem} 415 or 422 where they are not those of a stored image, 429
 * @throws {StorageError}
 */
export async function storeExportedImage(db: Database, image: ExportedFiles, now = Date.now()): Promise<void> {
  const { createdAt, files, id, uploads } = image;
  const isStored = await inTransaction(db, async (trx) => {
    const stored = await findImage(trx, id);
    if (!stored) return false;
    for (const { account, createdAt: uploadedAt, source } of uploads) {
      await addUpload(trx, stored, { source, account, now, uploadedAt });
    }
    return true;
  });
  if (isStored) return;
  const processed = await inProcess(imageProcess().run("verifyStored", { id, files }, limits()));
  for (const { account, createdAt: uploadedAt, source } of uploads) {
    await storeProcessed(db, processed, { source, account, now, createdAt, uploadedAt });
  }
}
