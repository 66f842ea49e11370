import { randomUUID } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";

/** What a save of the longest post takes, and some. */
const ROOM_BYTES = 1024 * 1024;

/**
 * Requires room on a disk for a write. Only where little seems to be free, or the last write failed, is it tried by a
 * temporary file: `statfs` knows nothing of quotas, and SQLite may have room in the files that it has.
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
