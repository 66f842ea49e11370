/** How much of a dropped folder is looked at. */
const FILES_MAX = 500;
const DEPTH_MAX = 8;

/** What was dropped, chosen or pasted: files, and folders where the browser tells. To be read while the event lasts. */
export type Dropped = { files: File[]; folders: FileSystemDirectoryEntry[] };

/** A file that was dropped, with its path as far as it is known: its name, or the path in the folder that was dropped. */
export type DroppedFile = { path: string; file: File };

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

/** The entries of a folder; a browser returns them in portions. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length > FILES_MAX) return all;
    all.push(...some);
  }
}

/** The files in a folder and its folders, but for those that start with a dot. */
async function walk(folder: FileSystemDirectoryEntry, found: DroppedFile[], depth = 1): Promise<void> {
  if (depth > DEPTH_MAX) return;
  for (const entry of await entriesOf(folder)) {
    if (found.length >= FILES_MAX) return;
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry, found, depth + 1);
    else found.push({ path: entry.fullPath, file: await fileOf(entry as FileSystemFileEntry) });
  }
}

/** All dropped files with their paths. What cannot be read is left out. */
export async function readDropped({ files, folders }: Dropped): Promise<DroppedFile[]> {
  const found: DroppedFile[] = files.map((file) => ({ path: file.name, file }));
  for (const folder of folders) await walk(folder, found).catch(() => undefined);
  return found;
}

/** The text of a file in UTF-8. @throws {DOMException} where it cannot be read */
export const readText = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsText(file);
  });

/** Whether a file can be read: one on a disk may have been moved. */
export const isReadable = (file: Blob): Promise<boolean> =>
  readText(file.slice(0, 1)).then(
    () => true,
    () => false,
  );
