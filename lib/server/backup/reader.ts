import type { z } from "zod";
import { parseFileName } from "#lib/server/images/stored-files";
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
import { SealedZip } from "./sealed-zip.ts";
import type { ByteSource } from "./target.ts";

const IMAGES = imagePath("");

type ImageFile = { id: string; width: number; bytes: Buffer };

/** Reads a backup from its beginning to its end: each method continues where the one before has ended. */
export class BackupReader {
  readonly header: Header;
  readonly #zip: SealedZip;

  private constructor(zip: SealedZip, header: Header) {
    this.#zip = zip;
    this.header = header;
  }

  /** @throws {BackupError} where it is no backup, or one of a later format */
  static async open(source: ByteSource): Promise<BackupReader> {
    const zip = new SealedZip(source);
    const header = await readJson(zip, HEADER_PATH, Header);
    if (header.version > FORMAT_VERSION) {
      zip.refuse(`was made by a newer version of Octavo (format ${header.version}) and must be restored with that one`);
    }
    return new BackupReader(zip, header);
  }

  /** The number of bytes that were read. */
  get offset(): number {
    return this.#zip.offset;
  }

  refuse(what: string): never {
    return this.#zip.refuse(what);
  }

  /** The rows of the next table: lines, the first of which has the names of the columns. */
  async *parts(table: string): AsyncGenerator<Buffer> {
    for (let number = 1; (await this.#zip.peek()) === partPath(table, number); number++) {
      yield await this.#zip.read(partPath(table, number), PART_BYTES_MAX);
    }
  }

  /** The next file of an image, if it has this name. */
  async imageFile(name: string): Promise<Buffer | undefined> {
    const path = imagePath(name);
    return (await this.#zip.peek()) === path ? this.#zip.read(path, IMAGE_BYTES_MAX) : undefined;
  }

  /** The files of all images. */
  async *imageFiles(): AsyncGenerator<ImageFile> {
    for (;;) {
      const path = (await this.#zip.peek()) ?? "";
      const file = path.startsWith(IMAGES) ? parseFileName(path.slice(IMAGES.length)) : undefined;
      if (!file) return;
      const [id = ""] = file.key.split("-");
      yield { id, width: file.width, bytes: await this.#zip.read(path, IMAGE_BYTES_MAX) };
    }
  }

  /** Reads the rest. @throws {BackupError} where the SHA-256 of all bytes is another one */
  async end(signal?: AbortSignal): Promise<Manifest> {
    const manifest = await readJson(this.#zip, MANIFEST_PATH, Manifest);
    await this.#zip.requireSealed(signal);
    return manifest;
  }
}

async function readJson<T>(zip: SealedZip, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = (await zip.read(path, FILE_BYTES_MAX)).toString();
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return zip.refuse(`${path} is damaged`);
  }
}
