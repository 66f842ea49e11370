import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { isDiskFull } from "./disk-full.ts";
import { isFileName, requireFileName, type Storage, StorageError } from "./storage.ts";
import { syncFolder } from "./sync-folder.ts";

/** How many first characters of its name say in which subfolder a file is: no folder gets too many files. */
const PREFIX_LENGTH = 2;

/** How the name of a file ends while it is written. */
const UNFINISHED = ".tmp";

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

const CAUSES: Record<string, string> = {
  ENOENT: "the folder does not exist; must be one that Octavo may write to",
  ENOTDIR: "is no folder; must be one that Octavo may write to",
  EACCES: "may not be read or written by this user; must be a folder that Octavo may write to",
  EPERM: "may not be read or written by this user; must be a folder that Octavo may write to",
  EROFS: "is read-only; must be a folder that Octavo may write to",
};

function storageError(folder: string, error: unknown): StorageError {
  const code = codeOf(error);
  const isFull = isDiskFull(error);
  const cause = isFull ? "there is no space left on the disk" : (CAUSES[code] ?? String(error));
  return new StorageError(`FILES_URL=file:${folder}: ${cause}${code && ` (${code})`}`, { isFull, cause: error });
}

/** Creates a subfolder; the folder itself is not created, as it may be on a disk that is not mounted. */
async function createSubfolder(subfolder: string): Promise<void> {
  try {
    await mkdir(subfolder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    throw error;
  }
  await syncFolder(path.dirname(subfolder));
}

/** Files in a folder, which several processes, or machines that share it, may use. */
export function folderStorage(folder: string): Storage {
  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw storageError(folder, error);
    }
  }

  function pathOf(name: string): string {
    requireFileName(name);
    return path.join(folder, name.slice(0, PREFIX_LENGTH), name);
  }
  const requireFolder = async () => (await open(folder)).close();
  const unfinished = (file: string) => file + UNFINISHED;

  async function write(file: string, bytes: Buffer): Promise<void> {
    const handle = await open(unfinished(file), "w");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished(file), file);
    await syncFolder(path.dirname(file));
  }

  return {
    async put(name, bytes) {
      const file = pathOf(name);
      await attempt(async () => {
        await createSubfolder(path.dirname(file));
        try {
          await write(file, bytes);
        } catch (error) {
          await rm(unfinished(file), { force: true });
          if (codeOf(error) !== "ENOENT") throw error;
          await requireFolder();
          throw new Error(`${name} was deleted while it was stored`, { cause: error });
        }
      });
    },

    async get(name) {
      const file = pathOf(name);
      return attempt(async () => {
        try {
          return await readFile(file);
        } catch (error) {
          if (codeOf(error) !== "ENOENT") throw error;
          // Without the folder, nothing is known about the file.
          await requireFolder();
          return undefined;
        }
      });
    },

    async delete(name) {
      const file = pathOf(name);
      await attempt(async () => {
        await requireFolder();
        await rm(unfinished(file), { force: true });
        await rm(file, { force: true });
      });
    },

    async *list() {
      const subfolders = await attempt(() => readdir(folder, { withFileTypes: true }));
      for (const subfolder of subfolders.filter((entry) => entry.isDirectory())) {
        const at = path.join(folder, subfolder.name);
        for (const name of await attempt(() => readdir(at))) {
          if (!isFileName(name) || name.endsWith(UNFINISHED) || !name.startsWith(subfolder.name)) continue;
          const stats = await stat(path.join(at, name)).catch((error: unknown) => {
            // Deleted meanwhile.
            if (codeOf(error) === "ENOENT") return undefined;
            throw storageError(folder, error);
          });
          if (stats?.isFile()) yield { name, storedAt: stats.mtimeMs };
        }
      }
    },

    async check() {
      await attempt(async () => {
        await mkdir(folder, { recursive: true });
        const file = path.join(folder, `.octavo-${randomUUID()}`);
        try {
          await write(file, Buffer.from("Octavo"));
        } finally {
          await rm(file, { force: true });
          await rm(unfinished(file), { force: true });
        }
      });
    },
  };
}
