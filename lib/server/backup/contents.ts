import { digester, readNextIds, rowsOf } from "#lib/server/copy/digest";
import { filesDigester, IMAGE_FILES, imagesOf, LostFile, readFile } from "#lib/server/copy/image-files";
import { TABLE_NAMES, type TableName } from "#lib/server/copy/tables";
import { countRows } from "#lib/server/db/count-rows";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import type { ExportFile } from "#lib/server/export/export-file";
import { Parts } from "#lib/server/export/parts";
import type { Storage } from "#lib/server/files/storage";
import { fileName } from "#lib/server/images/stored-files";
import type { Watch } from "#lib/server/progress";
import { imageWidths } from "#lib/shared/image-paths";
import { HEADER_PATH, imagePath, MANIFEST_PATH, type Manifest, newHeader, partPath } from "./format.ts";
import { BackupError, BackupRefused } from "./target.ts";

export type ContentOptions = Watch & {
  /** Where the images are; a database with images is refused without it. */
  storage: Storage | undefined;
  /** Whether files of images that the storage has lost are left out; otherwise they are an error. */
  allowsMissing: boolean;
  beganAt: number;
};

const json = (path: string, value: unknown): ExportFile => ({
  path,
  bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
});

/** The files of a backup, in their order. */
export class Contents {
  readonly #options: ContentOptions;
  readonly #manifest: Manifest = {
    tables: {},
    nextIds: {},
    imageFiles: filesDigester().result(),
    missingImageFiles: 0,
  };

  constructor(options: ContentOptions) {
    this.#options = options;
  }

  /** What the backup has; complete once all files are read. */
  get manifest(): Manifest {
    return this.#manifest;
  }

  /** @param trx a read snapshot, which began after `beginBackup` */
  async *files(trx: DatabaseTransaction): AsyncGenerator<ExportFile> {
    const images = await countRows(trx, "images");
    if (images > 0 && !this.#options.storage) {
      throw new BackupRefused(
        `--files is missing: the database has ${images} ${images === 1 ? "image" : "images"}, whose files have to be read from somewhere`,
      );
    }
    yield json(HEADER_PATH, newHeader(getEngine(trx).name, this.#options.beganAt));
    this.#manifest.nextIds = (await readNextIds(trx)) as Manifest["nextIds"];
    for (const table of TABLE_NAMES) yield* this.#table(trx, table);
    if (this.#options.storage) yield* this.#images(trx, this.#options.storage, images);
    yield json(MANIFEST_PATH, this.#manifest);
  }

  async *#table(trx: DatabaseTransaction, table: TableName): AsyncGenerator<ExportFile> {
    const { onStep, signal } = this.#options;
    const total = await countRows(trx, table);
    const parts = new Parts((number) => partPath(table, number));
    const { add, result } = digester(table);
    let rows = 0;
    for await (const row of rowsOf(trx, table, signal)) {
      for (const line of add(row)) yield* parts.add(line);
      onStep?.({ doing: "writing", table, rows: ++rows, total });
    }
    yield* parts.end();
    this.#manifest.tables[table] = result();
  }

  async *#images(trx: DatabaseTransaction, storage: Storage, total: number): AsyncGenerator<ExportFile> {
    const { onStep, signal } = this.#options;
    const { add, result } = filesDigester();
    let images = 0;
    for await (const image of imagesOf(trx)) {
      for (const width of imageWidths(image.width)) {
        signal?.throwIfAborted();
        const bytes = await readFile(storage, image, width).catch((error: unknown) => this.#missing(error));
        if (!bytes) continue;
        add(image, width, bytes);
        yield { path: imagePath(fileName(image.key, width)), bytes };
      }
      onStep?.({ doing: "writing", table: IMAGE_FILES, rows: ++images, total });
    }
    this.#manifest.imageFiles = result();
  }

  /** @throws where the error is another one, or missing files are not allowed */
  #missing(error: unknown): undefined {
    if (!(error instanceof LostFile)) throw error;
    if (!this.#options.allowsMissing) {
      throw new BackupError(`${error.message}. With --allow-missing-images the backup is made without such files`);
    }
    this.#manifest.missingImageFiles++;
    return undefined;
  }
}
