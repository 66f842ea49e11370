/** A stored file, without its bytes. */
export type ListedFile = {
  name: string;
  /** When it was stored, in milliseconds since 1970. */
  storedAt: number;
};

/** Stores small files by name. A name is never used for other bytes. */
export type Storage = {
  /** Stores a file. When it resolves, the bytes are on the disk, or the service has confirmed them. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** Reads a file; undefined where there is none. */
  get(name: string): Promise<Buffer | undefined>;
  /** Deletes a file, and what an interrupted `put` of it has left. A file that does not exist is deleted already. */
  delete(name: string): Promise<void>;
  /** Lists all files, in any order; those that are stored or deleted meanwhile may be missing. Unfinished ones are not listed. */
  list(): AsyncGenerator<ListedFile>;
  /** Checks that files can be stored and deleted. */
  check(): Promise<void>;
};

/**
 * Files could not be stored or read; every method of a storage throws it. The message is one line that names the setting, the
 * cause and what would be right, without the secret.
 */
export class StorageError extends Error {
  /** Whether there is no space left, as opposed to a storage that cannot be used. */
  readonly isFull: boolean;
  constructor(message: string, { isFull = false, cause }: { isFull?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.isFull = isFull;
  }
}

const NAME = /^[a-z\d][a-z\d.-]{0,200}$/;

/** Whether a file may have this name. */
export const isFileName = (name: string): boolean => NAME.test(name);

/** @throws for a name that could leave the folder, which only a bug can create */
export function requireFileName(name: string): void {
  if (!isFileName(name)) throw new Error(`${JSON.stringify(name)} is not the name of a file`);
}
