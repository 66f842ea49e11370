import { existsSync, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A file system in memory, on Linux. In a container it may be small. */
const MEMORY = "/dev/shm";
const ROOM_BYTES = 1024 ** 3;

function hasRoomInMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}

/** A new folder for a database, in memory where there is room: on a disk, creating a database is most of a test file's time. */
export const makeDatabaseFolder = (): string =>
  mkdtempSync(path.join(hasRoomInMemory() ? MEMORY : tmpdir(), "octavo-"));
