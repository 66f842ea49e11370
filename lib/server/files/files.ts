import { env } from "#lib/server/env";
import { parseFilesUrl } from "./files-url.ts";
import { folderStorage } from "./folder.ts";
import type { Storage } from "./storage.ts";

/** Opens the storage of a valid FILES_URL; nothing is created or requested yet. */
export async function openStorage(url: string): Promise<Storage> {
  const location = parseFilesUrl(url);
  if ("folder" in location) return folderStorage(location.folder);
  // Lazy-loaded: most sites have a folder.
  const { s3Storage } = await import("./s3.ts");
  return s3Storage(location.bucket);
}

let opened: { url: string; storage: Promise<Storage> } | undefined;

/** The storage of this process (FILES_URL). */
export function files(): Promise<Storage> {
  const url = env().FILES_URL;
  if (opened?.url !== url) opened = { url, storage: openStorage(url) };
  return opened.storage;
}
