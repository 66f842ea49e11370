import { createHash } from "node:crypto";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import type { Storage } from "#lib/server/files/storage";
import { fileName } from "#lib/server/images/stored-files";
import type { Watch } from "#lib/server/progress";
import { imageWidths } from "#lib/shared/image-paths";
import type { TableDigest } from "./digest.ts";

/** Images per query. */
const BATCH = 500;
const TABLE = "image files";

type Image = { id: string; key: string; width: number; bytes: number };

/** The images in the order of their ids. */
export async function* imagesOf(trx: Database): AsyncGenerator<Image> {
  for (let last = ""; ; ) {
    const images = await trx
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

async function countImages(trx: DatabaseTransaction): Promise<number> {
  const counted = trx.selectFrom("images").select((eb) => eb.fn.countAll<number>().as("count"));
  return Number((await counted.executeTakeFirstOrThrow()).count);
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Reads a file of an image. @throws where the storage has lost it, or holds other bytes */
async function readFile(storage: Storage, { id, key, width }: Image, one: number): Promise<Buffer> {
  const name = fileName(key, one);
  const bytes = await storage.get(name);
  if (!bytes) throw new Error(`the file ${name} is missing; the storage must be that of the database`);
  if (one === width && sha256(bytes) !== id) throw new Error(`the file ${name} is damaged: its SHA-256 is not ${id}`);
  return bytes;
}

/**
 * Reads the files of all images, and hashes their names and bytes.
 * @param copyTo stores each of them there too, and reads it back
 * @returns their number and SHA-256, which does not depend on where they are stored
 * @throws {StorageError}
 * @throws where a file is missing or damaged
 */
export async function digestImageFiles(
  trx: DatabaseTransaction,
  storage: Storage,
  { copyTo, onStep, signal }: Watch & { copyTo?: Storage | undefined } = {},
): Promise<TableDigest> {
  const total = await countImages(trx);
  const hash = createHash("sha256");
  let images = 0;
  let files = 0;
  for await (const image of imagesOf(trx)) {
    for (const width of imageWidths(image.width)) {
      const bytes = await readFile(storage, image, width);
      if (copyTo) {
        const name = fileName(image.key, width);
        await copyTo.put(name, bytes);
        if (!(await copyTo.get(name))?.equals(bytes))
          throw new Error(`the copy of the file ${name} differs from its source`);
      }
      hash.update(`${image.id}-${width} ${sha256(bytes)}\n`);
      files++;
    }
    onStep?.({ doing: copyTo ? "copying" : "reading", table: TABLE, rows: ++images, total });
    signal?.throwIfAborted();
  }
  return { rows: files, sha256: hash.digest("hex") };
}
