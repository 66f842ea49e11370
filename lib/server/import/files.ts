import { ImportRefused, ITEM_BYTES_MAX } from "./record.ts";

/** A file of a source. Its content can be read at any time until the source is closed. */
export type SourceFile = { path: string; chunks(): AsyncIterable<Uint8Array> };

/** The files that a source consists of: one or several files, a folder, or what is in a zip. */
export type SourceFiles = {
  /** The name of the folder or file, without its extension. */
  name: string;
  /** Yields the files whose path, with `/` as the separator, is wanted, in a fixed order. */
  each(isWanted: (path: string) => boolean): AsyncIterable<SourceFile>;
  /** Paths that were refused, with the reason; complete once `each` has ended. */
  refused: ReadonlyMap<string, string>;
  close(): Promise<void>;
};

/** Reads a whole file. @throws {ImportRefused} where it has more than `max` bytes */
export async function readBytes(file: SourceFile, max = ITEM_BYTES_MAX): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.chunks()) {
    length += chunk.length;
    if (length > max) throw new ImportRefused(`${file.path} has more than ${max / 2 ** 20} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a whole file as UTF-8; malformed bytes become U+FFFD. @throws {ImportRefused} where it has more than `max` bytes */
export async function readText(file: SourceFile, max?: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(file, max));
}

/** The first bytes of a file. */
export async function readHead(file: SourceFile, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.chunks()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

/** The first bytes of a file as text. */
export const readStart = async (file: SourceFile, bytes: number) =>
  new TextDecoder().decode(await readHead(file, bytes));
