import { realpathSync, statSync } from "node:fs";
import path from "node:path";

/** Thrown where an open database file was moved or deleted: writes to it would be lost. */
export class MovedFileError extends Error {
  /** SQLite's own code for this, which it returns outside WAL mode only. */
  readonly code = "SQLITE_READONLY_DBMOVED";
  constructor(file: string) {
    super(
      `${file} was removed or replaced while the database was open: nothing is written until it is put back or the server is restarted`,
    );
  }
}

/** Device and inode; undefined where there is no such file. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

/** Identifies the files of an open database in WAL mode, to detect that one was moved or deleted. */
export class DatabaseFiles {
  /** The path that was opened, absolute. */
  readonly file: string;
  readonly #identities: [file: string, identity: string | undefined][];

  /** @param file its path; it is open, and something has been read from it, so that `-wal` and `-shm` exist */
  constructor(file: string) {
    this.file = path.resolve(file);
    // SQLite names them after the target of a symbolic link.
    const real = realpathSync(this.file);
    this.#identities = [this.file, `${real}-wal`, `${real}-shm`].map((name) => [name, identityOf(name)]);
  }

  /**
   * Costs a few microseconds: called around each commit.
   * @throws {MovedFileError} where one of them was removed or replaced
   */
  assertUnmoved(): void {
    for (const [file, identity] of this.#identities) {
      if (identityOf(file) !== identity) throw new MovedFileError(file);
    }
  }
}
