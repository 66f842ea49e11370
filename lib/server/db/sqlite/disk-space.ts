import { randomUUID } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";

/** More than saving the longest post needs. */
const ROOM_BYTES = 1024 * 1024;

/**
 * Checks that the disk has space for a write. Where little seems to be free, or the last write failed, writes a temporary
 * file to find out: `statfs` ignores quotas, and SQLite may have free pages in its files.
 * @throws the operating system's error, such as ENOSPC
 */
export async function requireDiskSpace(folder: string, isSuspect: boolean): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (!isSuspect && bavail * bsize >= ROOM_BYTES) return;
  const file = path.join(folder, `.octavo-${randomUUID()}.tmp`);
  try {
    await writeFile(file, Buffer.alloc(ROOM_BYTES), { flag: "wx", flush: true });
  } finally {
    await rm(file, { force: true });
  }
}
