import { randomBytes } from "node:crypto";
import type { Storage } from "#lib/server/files/storage";
import { imageWidths } from "#lib/shared/image-paths";

/** The first part of the names of an image's files, which no other upload has. */
export const newKey = (id: string) => `${id}-${randomBytes(6).toString("hex")}`;

/** The name of a file in the storage. */
export const fileName = (key: string, width: number) => `${key}-${width}.webp`;

/** Deletes the files of a key. */
export async function deleteFiles(storage: Storage, { key, width }: { key: string; width: number }): Promise<void> {
  for (const one of imageWidths(width)) await storage.delete(fileName(key, one));
}
