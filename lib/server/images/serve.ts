import type { Database } from "#lib/server/db/tables";
import { files } from "#lib/server/files/files";
import { log } from "#lib/server/log";
import { imageWidths } from "#lib/shared/image-paths";
import { findImage, imageNotFound } from "./images.ts";
import { fileName } from "./stored-files.ts";

const NAME = /^([\da-f]{64})-([1-9]\d{0,3})\.webp$/;

/** Finds a file of an image by its name in URLs. @throws {Problem} 404 */
export async function findFile(db: Database, name: string): Promise<{ etag: string; stored: string }> {
  const [, id = "", digits] = NAME.exec(name) ?? [];
  const image = id ? await findImage(db, id) : undefined;
  const width = Number(digits);
  if (!image || !imageWidths(image.width).includes(width)) throw imageNotFound();
  return { etag: `"${id}-${width}"`, stored: fileName(image.key, width) };
}

/** Reads a file. @throws {Problem} 404 @throws {StorageError} */
export async function readFile({ stored }: { stored: string }): Promise<Buffer> {
  const bytes = await (await files()).get(stored);
  if (bytes) return bytes;
  log.error({ event: "image-file-missing", file: stored }, "the storage has lost a file of an image");
  throw imageNotFound();
}
