import type { Summary } from "#lib/server/copy/digest";
import { fillDatabase, type Source } from "#lib/server/copy/fill";
import { filesDigester, IMAGE_FILES, type Image, imagesOf, putFile } from "#lib/server/copy/image-files";
import { requireEmptyTarget } from "#lib/server/copy/source-and-target";
import { PLAN } from "#lib/server/copy/tables";
import { DatabaseError } from "#lib/server/db/database-error";
import { MIGRATIONS } from "#lib/server/db/migrations/names";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { errorMessage } from "#lib/server/error-message";
import { type Storage, StorageError } from "#lib/server/files/storage";
import { fileName } from "#lib/server/images/stored-files";
import type { Watch } from "#lib/server/progress";
import { sha256 } from "#lib/server/sha256";
import { imageWidths } from "#lib/shared/image-paths";
import type { Header } from "./format.ts";
import { BackupReader } from "./reader.ts";
import { rowsIn } from "./rows.ts";
import { skipLost } from "./skip-lost.ts";
import { BackupError, BackupRefused, type BackupTarget, type ByteSource } from "./target.ts";
import { type Verified, verifyBackup } from "./verify.ts";

export type RestoreOptions = Watch & {
  /** Where the images are stored; a backup with images is refused without it. */
  storage: Storage | undefined;
  /** Gets what does not keep the backup from being restored; one line. */
  onWarning(message: string): void;
};

/** Checks that this version can restore a backup. @returns what `fillDatabase` needs for one of an earlier version */
function requireKnownSchema(shown: string, { schema, tables }: Header): Source["earlier"] {
  const unknown = schema.find((name) => !MIGRATIONS.some((migration) => migration === name));
  if (unknown !== undefined) {
    throw new BackupError(
      `${shown}: was made by a newer version of Octavo (${unknown}); must be restored with that one`,
    );
  }
  if (schema.join() === MIGRATIONS.join()) {
    if (JSON.stringify(tables) === JSON.stringify(PLAN)) return undefined;
    throw new BackupError(`${shown}: does not have the tables of this version; must be a whole, unchanged backup`);
  }
  if (schema.join() !== MIGRATIONS.slice(0, schema.length).join()) {
    throw new BackupError(`${shown}: was made by another version of Octavo; must be restored with that one`);
  }
  return { migration: schema.at(-1) ?? "", plan: tables };
}

/** Restores a verified backup, which is read again. */
class Restoration {
  readonly #reader: BackupReader;
  readonly #verified: Verified;
  readonly #options: RestoreOptions;
  /** The names of the files that were not in the storage before. */
  readonly #stored: string[] = [];

  constructor(reader: BackupReader, verified: Verified, options: RestoreOptions) {
    this.#reader = reader;
    this.#verified = verified;
    this.#options = options;
  }

  /** What `fillDatabase` reads. */
  source(earlier: Source["earlier"]): Source {
    const { header, manifest } = this.#verified;
    return {
      doing: "restoring",
      earlier,
      nextIds: async () => manifest.nextIds,
      read: async (table) => ({ total: manifest.tables[table]?.rows ?? 0, rows: rowsIn(this.#reader, table) }),
      filled: (target, read) => this.#finish(target, read),
      verified: (target) => skipLost(target, Date.parse(header.beganAt), Date.now()),
      undo: () => this.#undo(),
    };
  }

  async #finish(target: DatabaseTransaction, read: Summary): Promise<void> {
    const { manifest } = this.#verified;
    const files = await this.#storeFiles(target);
    const again = await this.#reader.end(this.#options.signal);
    const found = { tables: read.tables, nextIds: read.nextIds, ...files };
    const isSame = [manifest, again].every((expected) => JSON.stringify(found) === JSON.stringify(expected));
    if (!isSame) this.#reader.refuse("what was read is not what was verified");
  }

  async #storeFiles(target: DatabaseTransaction) {
    const { onStep, signal } = this.#options;
    const { imageFiles, missingImageFiles } = this.#verified.manifest;
    const total = imageFiles.rows + missingImageFiles;
    const { add, result } = filesDigester();
    let [files, missing] = [0, 0];
    for await (const image of imagesOf(target)) {
      for (const width of imageWidths(image.width)) {
        signal?.throwIfAborted();
        const bytes = await this.#reader.imageFile(fileName(image.key, width));
        if (bytes) {
          add(image, width, bytes);
          await this.#store(image, width, bytes);
          files++;
        } else missing++;
        onStep?.({ doing: "restoring", table: IMAGE_FILES, rows: files + missing, total });
      }
    }
    return { imageFiles: result(), missingImageFiles: missing };
  }

  async #store({ id, key, width }: Image, one: number, bytes: Buffer): Promise<void> {
    const { storage } = this.#options;
    const name = fileName(key, one);
    if (!storage) throw new Error(`there is no storage for ${name}`);
    if (one === width && sha256(bytes) !== id) this.#reader.refuse(`the SHA-256 of ${name} is not ${id}`);
    const found = await storage.get(name);
    if (found?.equals(bytes)) return;
    if (found) throw new BackupError(`the storage has another file ${name}; must be one for this site only`);
    this.#stored.push(name);
    await putFile(storage, name, bytes);
  }

  /** Deletes the files that were stored: nothing is changed by a restore that fails. */
  async #undo(): Promise<void> {
    try {
      for (const name of this.#stored) await this.#options.storage?.delete(name);
    } catch (error) {
      this.#options.onWarning(`some files of images are left in the storage (${errorMessage(error)})`);
    }
  }
}

async function restore(source: ByteSource, to: string, options: RestoreOptions): Promise<Verified> {
  const { onWarning: _, storage, ...watch } = options;
  const verified = await verifyBackup(source, watch);
  const { header, manifest } = verified;
  const earlier = requireKnownSchema(source.shown, header);
  if (manifest.imageFiles.rows > 0 && !storage) {
    throw new BackupRefused(
      `--files is missing: the backup has ${manifest.imageFiles.rows} files of images to be stored`,
    );
  }
  await requireEmptyTarget(to);
  if (manifest.imageFiles.rows > 0) await storage?.check();
  const restoration = new Restoration(await BackupReader.open(source), verified, options);
  try {
    await fillDatabase(to, restoration.source(earlier), watch);
  } catch (error) {
    const isClear = [BackupError, DatabaseError, StorageError].some((known) => error instanceof known);
    if (isClear || watch.signal?.aborted) throw error;
    throw new BackupError(`${source.shown}: cannot be restored: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  return verified;
}

/**
 * Restores a backup into an empty database, and its images into a storage. All of it is verified before anything is changed, and
 * again before the one transaction commits. Content versions and ids continue beyond those that were lost (`skipLost`).
 * @param to connection string, as in DATABASE_URL
 * @returns what was restored
 * @throws {BackupRefused} {BackupError} {DatabaseError} {StorageError}; nothing is changed then
 */
export const restoreBackup = (backup: BackupTarget, to: string, options: RestoreOptions): Promise<Verified> =>
  backup.read((source) => restore(source, to, options));
