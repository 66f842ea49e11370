import { randomBytes } from "node:crypto";
import type { Storage } from "#lib/server/files/storage";
import { imageWidths } from "#lib/shared/image-paths";

/** The first part of the names of an image's files, which no other upload has. */
export const newKey = (id: string) => `${id}-${randomBytes(6).toString("hex")}`;

/** The name of a file in the storage. */
export const fileName = (key: string, width: number) => `${key}-${width}.webp`;

const NAME = /^([\da-f]{64}-[\da-f]{12})-([1-9]\d{0,4})\.webp$/;

/** The key and the width in the name of a file in the storage; undefined for files that are none of an image. */
export function parseFileName(name: string): { key: string; width: number } | undefined {
  const [, key, width] = NAME.exec(name) ?? [];
  return key === undefined ? undefined : { key, width: Number(width) };
}

/** Deletes the files of a key. */
export async function deleteFiles(storage: Storage, { key, width }: { key: string; width: number }): Promise<void> {
  for (const one of imageWidths(width)) await storage.delete(fileName(key, one));
}
