import { mkdir, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Database } from "#lib/server/db/tables";
import type { Storage } from "#lib/server/files/storage";
import { ImportRefused } from "../record.ts";
import { filesOf, type JobRow } from "./jobs.ts";

/** How many bytes of a file are stored as one part, and in memory meanwhile. */
export const PART_BYTES = 8 * 1024 * 1024;

/** After how long an upload has failed that receives nothing, in milliseconds: longer than the server waits for bytes. */
export const UPLOAD_STALE_MS = 15 * 60 * 1000;

/** The name of a part of an uploaded source in the storage. */
export const partName = (job: string, part: number) => `import-${job}-${part}`;

/** The beginning of the names of folders for sources, in the system's folder for temporary files. */
export const IMPORT_PREFIX = "octavo-import-";

/** The temporary folder of a run. */
export const folderOf = (run: string) => path.join(tmpdir(), IMPORT_PREFIX + run);

/** Deletes the uploaded source of a job. @throws {StorageError} the sweep tries again */
export async function deleteSource(
  db: Database,
  storage: Storage,
  { id, parts }: Pick<JobRow, "id" | "parts">,
): Promise<void> {
  for (let part = 0; part < parts; part++) await storage.delete(partName(id, part));
  await db.updateTable("import_jobs").set({ parts: 0 }).where("id", "=", id).where("parts", "=", parts).execute();
}

/**
 * Writes the files of a source to a folder, under their own names.
 * @returns their paths
 * @throws {ImportRefused} where they have been deleted
 */
export async function fetchSource(
  storage: Storage,
  job: Pick<JobRow, "id" | "files">,
  folder: string,
  signal: AbortSignal,
): Promise<string[]> {
  const paths: string[] = [];
  let part = 0;
  for (const [index, { name, parts }] of filesOf(job).entries()) {
    // Each in a folder of its own: a name that another file has, or that the system reserves for folders, does no harm.
    const below = path.join(folder, String(index));
    // Drafts are not for other users of the machine.
    await mkdir(below, { recursive: true, mode: 0o700 });
    const file = path.join(below, name);
    const handle = await open(file, "wx");
    try {
      for (const end = part + parts; part < end; part++) {
        signal.throwIfAborted();
        const bytes = await storage.get(partName(job.id, part));
        if (!bytes) throw new ImportRefused("the upload is not in the storage any more; upload it again");
        await handle.writeFile(bytes);
      }
    } finally {
      await handle.close();
    }
    paths.push(file);
  }
  return paths;
}

export const deleteFolder = (run: string) => rm(folderOf(run), { recursive: true, force: true });
