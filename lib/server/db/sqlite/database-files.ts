import { realpathSync, statSync } from "node:fs";
import path from "node:path";

/** An open database file that its path no longer leads to: what is written into it would be lost. */
export class MovedFileError extends Error {
  /** SQLite's own code for it, which it gives outside WAL mode only. */
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

/** The files of an open database in WAL mode, as they were when it was opened. */
export class DatabaseFiles {
  /** The path that was opened, absolute. */
  readonly file: string;
  readonly #identities: [file: string, identity: string | undefined][];

  /** @param file its path; it is open, and something has been read from it, so that `-wal` and `-shm` exist */
  constructor(file: string) {
    this.file = path.resolve(file);
    // SQLite names the two after the file that a symbolic link leads to.
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
