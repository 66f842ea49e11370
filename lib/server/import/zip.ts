import { open, stat } from "node:fs/promises";
import path from "node:path";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import type { SourceFile, SourceFiles } from "./files.ts";
import { ImportRefused } from "./record.ts";

/** The first bytes of a zip that has files in it. */
const SIGNATURE = Buffer.from("PK\x03\x04", "latin1");
/** The most bytes that a byte of a zip may become. Text compresses to a tenth, a zip bomb to a thousandth. */
const RATIO_MAX = 200;
/** Bytes of a file that are never refused for their ratio. */
const RATIO_FREE = 1024 * 1024;
/** Bytes of all files together that are never refused for their ratio: files may share the same compressed bytes. */
const RATIO_FREE_IN_ALL = 100 * RATIO_FREE;
/** The most files of a zip, whose names are in memory. */
const FILES_MAX = 500_000;
/** The longest path of a file in UTF-8 bytes: that of file systems. */
const PATH_BYTES_MAX = 4_096;
/** How much of a longer path is reported, in UTF-16 units. */
const PATH_SHOWN = 200;

export async function isZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(SIGNATURE.length), 0, SIGNATURE.length, 0);
    return buffer.equals(SIGNATURE);
  } finally {
    await handle.close();
  }
}

/** The type of a file in its mode (POSIX, sys/stat.h), which zips of Unix have in the upper half of their attributes. */
const isSymbolicLink = ({ externalFileAttributes }: Entry) => ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** Why a file in a zip is refused; undefined for one with a relative path below the zip's root. */
function refusal(name: string, entry: Entry): string | undefined {
  if (name.split("/").includes("..") || /^(?:\/|[a-z]:)/i.test(name)) return "its path leads out of the zip";
  if (isSymbolicLink(entry)) return "a symbolic link; only files in the zip are read";
  if (entry.isEncrypted()) return "it is encrypted";
  return undefined;
}

/** The files in a zip, by its central directory. Nothing is written to the disk, and nothing inflated that is not read. */
export function zipFiles(zip: string): SourceFiles {
  const refused = new Map<string, string>();
  const given = path.basename(zip);
  const damaged = (what: string, error: unknown) =>
    new ImportRefused(`${what} is damaged: ${error instanceof Error ? error.message : error}`);
  let opened: Promise<ZipFile> | undefined;

  const openZip = () => {
    opened ??= openPromise(zip, { autoClose: false, lazyEntries: true, decodeStrings: false });
    return opened;
  };

  async function* chunksOf(entry: Entry, name: string): AsyncGenerator<Uint8Array> {
    // What is inflated is never more than the size that the entry has: yauzl ends the stream with an error.
    if (entry.uncompressedSize > RATIO_FREE + RATIO_MAX * entry.compressedSize) {
      throw new ImportRefused(
        `${name} in ${given} becomes more than ${RATIO_MAX} times as large; it may be a zip bomb`,
      );
    }
    try {
      yield* await (await openZip()).openReadStreamPromise(entry);
    } catch (error) {
      throw damaged(`${name} in ${given}`, error);
    }
  }

  async function readEntries(): Promise<{ entry: Entry; name: string }[]> {
    const entries: { entry: Entry; name: string }[] = [];
    let bytes = 0;
    try {
      const { size } = await stat(zip);
      for await (const entry of (await openZip()).eachEntry()) {
        const { extraFields, fileNameRaw, generalPurposeBitFlag } = entry;
        const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
        bytes += entry.uncompressedSize;
        if (bytes > RATIO_FREE_IN_ALL + RATIO_MAX * size)
          throw new Error(`it becomes more than ${RATIO_MAX} times as large, and may be a zip bomb`);
        if (fileNameRaw.length > PATH_BYTES_MAX) {
          refused.set(name.slice(-PATH_SHOWN), `its path has more than ${PATH_BYTES_MAX.toLocaleString("en")} bytes`);
          continue;
        }
        const reason = refusal(name, entry);
        if (reason) refused.set(name, reason);
        else if (!name.endsWith("/")) entries.push({ entry, name });
        if (entries.length + refused.size > FILES_MAX) throw new Error(`it has more than ${FILES_MAX} files`);
      }
    } catch (error) {
      throw damaged(given, error);
    }
    return entries;
  }

  let entries: ReturnType<typeof readEntries> | undefined;
  return {
    name: path.parse(zip).name,
    refused,
    async *each(isWanted) {
      entries ??= readEntries();
      for (const { entry, name } of await entries) {
        if (isWanted(name)) yield { path: name, chunks: () => chunksOf(entry, name) } satisfies SourceFile;
      }
    },
    async close() {
      (await opened?.catch(() => undefined))?.close();
      opened = undefined;
    },
  };
}
