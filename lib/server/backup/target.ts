/** What can be read at any offset. */
export type ByteSource = {
  /** For messages: without secrets. */
  shown: string;
  /** In bytes. */
  size: number;
  /** How many bytes are read at a time. */
  chunkBytes: number;
  /** Reads exactly that many bytes. */
  read(offset: number, length: number): Promise<Buffer>;
};

/** Where a backup is written to, or read from. */
export type BackupTarget = {
  /** For messages: without secrets. */
  shown: string;
  /** Checks that a backup may be written there. @throws {BackupRefused} */
  requireWritable(): Promise<void>;
  /**
   * Writes a backup, which gets its name once it is whole; where it fails, nothing is left.
   * @param verify reads what was written
   * @returns its size in bytes
   */
  write(chunks: AsyncIterable<Buffer>, verify: (source: ByteSource) => Promise<void>): Promise<number>;
  /** Reads a backup. @throws {BackupRefused} where there is none */
  read<T>(work: (source: ByteSource) => Promise<T>): Promise<T>;
};

/** A backup was refused before anything was written: the file or an option is wrong. The message is one line. */
export class BackupRefused extends Error {}

/** A backup cannot be written, or what was read is no whole backup. The message is one line. */
export class BackupError extends Error {}
