import { fileTarget } from "#lib/server/backup/file-target";
import { type BackupOptions, makeBackup } from "#lib/server/backup/make-backup";
import { type RestoreOptions, restoreBackup } from "#lib/server/backup/restore-backup";
import type { ByteSource } from "#lib/server/backup/target";
import type { Summary } from "#lib/server/copy/digest";

const unexpected = (message: string): never => {
  throw new Error(`There was a warning: ${message}`);
};

/** Writes a backup of the database at `url` to a file; a warning is an error unless `onWarning` expects it. */
export const backUp = (url: string, file: string, options: Partial<BackupOptions> = {}) =>
  makeBackup(url, fileTarget(file, false), {
    storage: undefined,
    allowsMissing: false,
    onWarning: unexpected,
    ...options,
  });

/** Restores a backup in a file into the database at `to`. */
export const restoreFrom = (file: string, to: string, options: Partial<RestoreOptions> = {}) =>
  restoreBackup(fileTarget(file, false), to, { storage: undefined, onWarning: unexpected, ...options });

/** Bytes in memory, as they are read from a file. */
export const bytesSource = (bytes: Buffer, chunkBytes = 1024 * 1024): ByteSource => ({
  shown: "backup.zip",
  size: bytes.length,
  chunkBytes,
  read: async (offset, length) => Buffer.from(bytes.subarray(offset, offset + length)),
});

/** What a backup and the database that it was restored into have in common: all but the content version and the next ids. */
export function restoredTables({ tables }: { tables: Partial<Summary["tables"]> }) {
  const { content_version: _, ...others } = tables;
  return others;
}
