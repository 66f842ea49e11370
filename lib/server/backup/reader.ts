import type { z } from "zod";
import { Entries } from "./entries.ts";
import {
  FILE_BYTES_MAX,
  FORMAT_VERSION,
  HEADER_PATH,
  Header,
  IMAGE_BYTES_MAX,
  imagePath,
  MANIFEST_PATH,
  Manifest,
  PART_BYTES_MAX,
  partPath,
} from "./format.ts";
import type { ByteSource } from "./target.ts";

/** The path of a file of an image, with the image's id and the width of the file. */
const IMAGE_FILE = /^images\/([\da-f]{64})-[\da-z]+-(\d{1,5})\.webp$/;

type ImageFile = { id: string; width: number; bytes: Buffer };

/** Reads a backup from its beginning to its end: each method continues where the one before has ended. */
export class BackupReader {
  readonly header: Header;
  readonly #entries: Entries;

  private constructor(entries: Entries, header: Header) {
    this.#entries = entries;
    this.header = header;
  }

  /** @throws {BackupError} where it is no backup, or one of a later format */
  static async open(source: ByteSource): Promise<BackupReader> {
    const entries = new Entries(source);
    const header = await readJson(entries, HEADER_PATH, Header);
    if (header.version > FORMAT_VERSION) {
      entries.refuse(
        `was made by a newer version of Octavo (format ${header.version}) and must be restored with that one`,
      );
    }
    return new BackupReader(entries, header);
  }

  /** The number of bytes that were read. */
  get offset(): number {
    return this.#entries.offset;
  }

  refuse(what: string): never {
    return this.#entries.refuse(what);
  }

  /** The rows of the next table: lines, the first of which has the names of the columns. */
  async *parts(table: string): AsyncGenerator<Buffer> {
    for (let number = 1; (await this.#entries.peek()) === partPath(table, number); number++) {
      yield await this.#entries.read(partPath(table, number), PART_BYTES_MAX);
    }
  }

  /** The next file of an image, if it has this name. */
  async imageFile(name: string): Promise<Buffer | undefined> {
    const path = imagePath(name);
    return (await this.#entries.peek()) === path ? this.#entries.read(path, IMAGE_BYTES_MAX) : undefined;
  }

  /** The files of all images. */
  async *imageFiles(): AsyncGenerator<ImageFile> {
    for (;;) {
      const path = (await this.#entries.peek()) ?? "";
      const [, id = "", width] = IMAGE_FILE.exec(path) ?? [];
      if (width === undefined) return;
      yield { id, width: Number(width), bytes: await this.#entries.read(path, IMAGE_BYTES_MAX) };
    }
  }

  /** Reads the rest. @throws {BackupError} where the SHA-256 of all bytes is another one */
  async end(signal?: AbortSignal): Promise<Manifest> {
    const manifest = await readJson(this.#entries, MANIFEST_PATH, Manifest);
    await this.#entries.requireSealed(signal);
    return manifest;
  }
}

async function readJson<T>(entries: Entries, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = (await entries.read(path, FILE_BYTES_MAX)).toString();
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return entries.refuse(`${path} is damaged`);
  }
}
