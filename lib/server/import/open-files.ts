import { constants, createReadStream } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import path from "node:path";
import type { SourceFiles } from "./files.ts";
import { ImportRefused } from "./record.ts";
import { isZip, zipFiles } from "./zip.ts";

/** Folders that hold no texts of authors: dependencies, caches, and what site generators write. */
const IGNORED_FOLDERS = new Set(["node_modules", "_site", "__MACOSX", "vendor"]);

/** Whether a file is in a folder that is not read. Hidden folders are not, since they hold settings. */
export const isIgnored = (file: string) =>
  file
    .split("/")
    .slice(0, -1)
    .some((name) => IGNORED_FOLDERS.has(name) || name.startsWith("."));

const inOrder = (one: string, other: string) => (one < other ? -1 : 1);

async function* walk(folder: string, below: string, refused: Map<string, string>): AsyncGenerator<string> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => inOrder(a.name, b.name))) {
    const relative = below === "" ? entry.name : `${below}/${entry.name}`;
    // A link may lead out of the folder, or in a circle.
    if (entry.isSymbolicLink()) refused.set(relative, "a symbolic link; only files in the folder are read");
    else if (entry.isDirectory() && !isIgnored(`${relative}/`)) yield* walk(folder, relative, refused);
    else if (entry.isFile()) yield relative;
  }
}

/** Reads a file that is no symbolic link, even if it has become one since the folder was read. */
async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  yield* handle.createReadStream();
}

function folderFiles(folder: string): SourceFiles {
  const refused = new Map<string, string>();
  return {
    name: path.basename(folder),
    refused,
    async *each(isWanted) {
      for await (const file of walk(folder, "", refused)) {
        if (isWanted(file)) yield { path: file, chunks: () => readFile(path.join(folder, file)) };
      }
    },
    async close() {},
  };
}

const singleFile = (file: string): SourceFiles => ({
  name: path.parse(file).name,
  refused: new Map(),
  async *each(isWanted) {
    const name = path.basename(file);
    if (isWanted(name)) yield { path: name, chunks: () => createReadStream(file) };
  },
  async close() {},
});

async function openOne(given: string): Promise<SourceFiles> {
  const found = await lstat(given).catch(() => undefined);
  if (!found) throw new ImportRefused(`${given} does not exist; the source must be a file, a folder or a zip`);
  if (found.isDirectory()) return folderFiles(path.resolve(given));
  return (await isZip(given)) ? zipFiles(given) : singleFile(given);
}

/** Opens a source. @throws {ImportRefused} where there is no such file */
export async function openFiles(paths: string[]): Promise<SourceFiles> {
  const [first, ...others] = await Promise.all(paths.map(openOne));
  if (!first) throw new ImportRefused("no source is given");
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    name: first.name,
    get refused() {
      return new Map(all.flatMap(({ refused }) => [...refused]));
    },
    async *each(isWanted) {
      for (const files of all) yield* files.each(isWanted);
    },
    async close() {
      for (const files of all) await files.close();
    },
  };
}
