import { createHash } from "node:crypto";
import { countRows } from "#lib/server/db/count-rows";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import type { Storage } from "#lib/server/files/storage";
import { fileName } from "#lib/server/images/stored-files";
import type { Watch } from "#lib/server/progress";
import { sha256 } from "#lib/server/sha256";
import { imageWidths } from "#lib/shared/image-paths";
import type { TableDigest } from "./digest.ts";

/** Images per query. */
const BATCH = 500;
/** What progress calls them. */
export const IMAGE_FILES = "image files";

export type Image = { id: string; key: string; width: number; bytes: number };

/** The images in the order of their ids. */
export async function* imagesOf(db: Database): AsyncGenerator<Image> {
  for (let last = ""; ; ) {
    const images = await db
      .selectFrom("images")
      .select(["id", "key", "width", "bytes"])
      .where("id", ">", last)
      .orderBy("id")
      .limit(BATCH)
      .execute();
    yield* images;
    last = images.at(-1)?.id ?? "";
    if (last === "") return;
  }
}

/** A file of an image is missing in the storage, or has other bytes. */
export class LostFile extends Error {}

/** Reads a file of an image. @throws {LostFile} */
export async function readFile(storage: Storage, { id, key, width }: Image, one: number): Promise<Buffer> {
  const name = fileName(key, one);
  const bytes = await storage.get(name);
  if (!bytes) throw new LostFile(`the file ${name} is missing; the storage must be that of the database`);
  if (one === width && sha256(bytes) !== id)
    throw new LostFile(`the file ${name} is damaged: its SHA-256 is not ${id}`);
  return bytes;
}

/** Hashes the files of images incrementally; wherever they are stored, their digest is the same. */
export function filesDigester(): {
  add(image: Pick<Image, "id">, width: number, bytes: Buffer): void;
  result(): TableDigest;
} {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add({ id }, width, bytes) {
      hash.update(`${id}-${width} ${sha256(bytes)}\n`);
      rows++;
    },
    result: () => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** Stores a file, and reads it back. */
export async function putFile(storage: Storage, name: string, bytes: Buffer): Promise<void> {
  await storage.put(name, bytes);
  if (!(await storage.get(name))?.equals(bytes))
    throw new Error(`the copy of the file ${name} differs from its source`);
}

/**
 * Reads the files of all images, and hashes their names and bytes.
 * @param copyTo stores each of them there too, and reads it back
 * @returns their number and SHA-256, which does not depend on where they are stored
 * @throws {StorageError}
 * @throws {LostFile}
 */
export async function digestImageFiles(
  trx: DatabaseTransaction,
  storage: Storage,
  { copyTo, onStep, signal }: Watch & { copyTo?: Storage | undefined } = {},
): Promise<TableDigest> {
  const total = await countRows(trx, "images");
  const { add, result } = filesDigester();
  let images = 0;
  for await (const image of imagesOf(trx)) {
    for (const width of imageWidths(image.width)) {
      const bytes = await readFile(storage, image, width);
      if (copyTo) await putFile(copyTo, fileName(image.key, width), bytes);
      add(image, width, bytes);
    }
    onStep?.({ doing: copyTo ? "copying" : "reading", table: IMAGE_FILES, rows: ++images, total });
    signal?.throwIfAborted();
  }
  return result();
}
