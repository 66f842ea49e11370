import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ExportFile } from "./export-file.ts";
import { zip } from "./zip.ts";

/** The target of an export was refused before anything was written; the message is one line. */
export class ExportRefused extends Error {}

/** The path of what is not whole yet, beside that of the whole. */
const unfinished = (target: string) =>
  path.join(path.dirname(target), `.${path.basename(target)}.unfinished-${randomBytes(4).toString("hex")}`);

/** Whether an export to this path is a zip rather than a folder. */
export const isZipPath = (target: string) => /\.zip$/i.test(target);

/** Checks that nothing would be overwritten. @throws {ExportRefused} */
export async function requireNewTarget(target: string): Promise<void> {
  const parent = await lstat(path.dirname(target)).catch(() => undefined);
  if (!parent) throw new ExportRefused(`${path.dirname(target)} does not exist; must be a folder`);
  const found = await lstat(target).catch(() => undefined);
  if (!found) return;
  if (isZipPath(target) || !found.isDirectory())
    throw new ExportRefused(`${target} exists already; must be a new path`);
  if ((await readdir(target)).length > 0) throw new ExportRefused(`${target} has files in it; must be new, or empty`);
}

async function writeZip(files: AsyncIterable<ExportFile>, target: string): Promise<void> {
  const handle = await open(target, "wx");
  try {
    for await (const bytes of zip(files)) await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeFolder(files: AsyncIterable<ExportFile>, target: string): Promise<void> {
  await mkdir(target);
  let folder = "";
  for await (const { bytes, path: name } of files) {
    const file = path.join(target, ...name.split("/"));
    if (path.dirname(file) !== folder) {
      folder = path.dirname(file);
      await mkdir(folder, { recursive: true });
    }
    await writeFile(file, bytes, { flag: "wx" });
  }
}

/**
 * Writes files to a folder, or to a zip where the path ends in `.zip`. It gets its name once it is whole; if the export fails,
 * nothing is left.
 * @throws {ExportRefused} where there is something already
 */
export async function writeExport(files: AsyncIterable<ExportFile>, target: string): Promise<void> {
  await requireNewTarget(target);
  const partial = unfinished(target);
  try {
    if (isZipPath(target)) await writeZip(files, partial);
    else {
      await writeFolder(files, partial);
      // An empty folder may be there.
      await rmdir(target).catch(() => undefined);
    }
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}
