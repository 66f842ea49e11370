import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Deletes temporary folders that a process has left: those in the system's folder whose names begin with `prefix`, and which were
 * last changed before a time.
 * @param before in milliseconds since 1970, by the clock of the file system
 * @param used names of folders that stay
 */
export async function deleteTemporaryFolders(
  prefix: string,
  before: number,
  used: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix) || used.has(name)) continue;
    const folder = path.join(tmpdir(), name);
    // Another process may delete it first.
    const stats = await stat(folder).catch(() => undefined);
    if (stats && stats.mtimeMs <= before) await rm(folder, { recursive: true, force: true });
  }
}
