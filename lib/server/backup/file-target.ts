import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { isDiskFull } from "#lib/server/files/disk-full";
import { syncFolder } from "#lib/server/files/sync-folder";
import { BackupError, BackupRefused, type BackupTarget, type ByteSource } from "./target.ts";

const CHUNK_BYTES = 1024 * 1024;
/** Backups have password hashes and the secret in them. */
const MODE = 0o600;

/** The path of what is not whole yet, beside that of the whole. */
const unfinished = (file: string) =>
  path.join(path.dirname(file), `.${path.basename(file)}.unfinished-${randomBytes(4).toString("hex")}`);

/** Explains errors of the operating system; others are passed on. */
function explained(file: string, error: unknown): unknown {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const cause = isDiskFull(error)
    ? "there is no space left on the disk"
    : `${message.replace(/^[A-Z]+: /, "").replace(/, .*$/s, "")}; must be in a folder that this user may write to`;
  return new BackupError(`${file}: ${cause} (${code})`, { cause: error });
}

function sourceOf(handle: FileHandle, shown: string, size: number): ByteSource {
  return {
    shown,
    size,
    chunkBytes: CHUNK_BYTES,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      for (let at = 0; at < length; ) {
        const { bytesRead } = await handle.read(bytes, at, length - at, offset + at);
        if (bytesRead === 0) throw new BackupError(`${shown}: became shorter while it was read`);
        at += bytesRead;
      }
      return bytes;
    },
  };
}

async function readFile<T>(file: string, shown: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(file);
  try {
    return await work(sourceOf(handle, shown, (await handle.stat()).size));
  } finally {
    await handle.close();
  }
}

async function writeAll(file: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  const handle = await open(file, "wx", MODE);
  try {
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      bytes += chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return bytes;
}

/** A backup in a file. @param overwrites whether it may replace one @param file an absolute path */
export function fileTarget(file: string, overwrites: boolean): BackupTarget {
  async function requireWritable(): Promise<void> {
    const folder = await stat(path.dirname(file)).catch(() => undefined);
    if (!folder?.isDirectory()) throw new BackupRefused(`${path.dirname(file)} does not exist; must be a folder`);
    const found = await stat(file).catch(() => undefined);
    if (!found) return;
    if (!found.isFile()) throw new BackupRefused(`${file} is not a file; must be a new path`);
    if (!overwrites)
      throw new BackupRefused(`${file} exists already; must be a new path, or be replaced by --overwrite`);
  }

  return {
    shown: file,
    requireWritable,
    async write(chunks, verify) {
      const partial = unfinished(file);
      try {
        const bytes = await writeAll(partial, chunks);
        await readFile(partial, file, verify);
        // Another backup may have been written meanwhile.
        await requireWritable();
        await rename(partial, file);
        await syncFolder(path.dirname(file));
        return bytes;
      } catch (error) {
        // Where the disk accepts nothing, this fails as well: the first error is the cause.
        await rm(partial, { force: true }).catch(() => undefined);
        throw explained(file, error);
      }
    },
    async read(work) {
      const found = await stat(file).catch(() => undefined);
      if (!found) throw new BackupRefused(`${file} does not exist; must be a backup`);
      if (!found.isFile()) throw new BackupRefused(`${file} is not a file; must be a backup`);
      return readFile(file, file, work);
    },
  };
}
