import { setTimeout as wait } from "node:timers/promises";
import type { Bucket } from "#lib/server/files/files-url";
import { s3Client, shownBucket } from "#lib/server/files/s3-client";
import { StorageError } from "#lib/server/files/storage";
import { BackupError, BackupRefused, type BackupTarget, type ByteSource } from "./target.ts";

/** How long a request may take, in milliseconds: one that sends a part, over a slow line. */
const TIMEOUT_MS = 5 * 60_000;
/** How often a request is sent whose connection breaks. */
const ATTEMPTS = 4;
/** The delay before it is sent again, in milliseconds, which doubles each time. */
const RETRY_MS = 1_000;
/** The size of the parts of an upload: all have the same, as some services require. */
const PART_BYTES = 16 * 1024 * 1024;
/** The most parts of an upload (S3): backups of up to 156 GiB. */
const PARTS_MAX = 10_000;
/** How many bytes are read at a time. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** Repeats `work` where the service cannot be reached; not where it refuses. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof StorageError && error.cause)) throw error;
      await wait(RETRY_MS * 2 ** (attempt - 1));
    }
  }
}

/** Chunks of PART_BYTES each, but the last. */
async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let collected: Buffer[] = [];
  let length = 0;
  for await (let chunk of chunks) {
    while (length + chunk.length >= PART_BYTES) {
      yield Buffer.concat([...collected, chunk.subarray(0, PART_BYTES - length)], PART_BYTES);
      chunk = chunk.subarray(PART_BYTES - length);
      [collected, length] = [[], 0];
    }
    collected.push(chunk);
    length += chunk.length;
  }
  if (length > 0) yield Buffer.concat(collected, length);
}

const tagIn = (xml: Buffer, tag: string) =>
  new RegExp(`<${tag}>([^<]{1,2000})</${tag}>`).exec(xml.toString())?.[1] ?? "";

const completion = (tags: string[]) => {
  const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
  return Buffer.from(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
};

/**
 * A backup in a bucket, uploaded in parts: it is there once the service has put them together, and not before. It never replaces
 * another one, which would be gone before this one has been verified.
 */
export function s3Target(bucket: Bucket, name: string): BackupTarget {
  const shown = `${shownBucket(bucket.base)}${name}`;
  const send = s3Client(bucket, shown, TIMEOUT_MS);
  const sendAgain: typeof send = (request) => persistently(() => send(request));

  /** Requests the first byte: the response to a HEAD request has no code of an error. */
  async function sizeOf(): Promise<number | undefined> {
    const found = await sendAgain({ method: "GET", name, headers: { Range: "bytes=0-0" } });
    if (!found) return undefined;
    const [, size] = /^bytes 0-0\/(\d+)$/.exec(found.headers.get("content-range") ?? "") ?? [];
    if (size !== undefined) return Number(size);
    throw new BackupError(`${shown}: the service cannot send parts of files`);
  }

  async function readPart(offset: number, length: number): Promise<Buffer> {
    const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
    const response = await sendAgain({ method: "GET", name, headers });
    if (response?.status === 206 && response.body.length === length) return response.body;
    throw new BackupError(`${shown}: was replaced while it was read, or the service cannot send parts of files`);
  }

  const source = (size: number): ByteSource => ({ shown, size, chunkBytes: CHUNK_BYTES, read: readPart });

  async function upload(chunks: AsyncIterable<Buffer>, uploadId: string): Promise<number> {
    const tags: string[] = [];
    let bytes = 0;
    for await (const body of inParts(chunks)) {
      if (tags.length === PARTS_MAX) throw new BackupError(`${shown}: is too large, more than ${PARTS_MAX} parts`);
      const query = { partNumber: String(tags.length + 1), uploadId };
      const sent = await sendAgain({ method: "PUT", name, query, body });
      tags.push(sent?.headers.get("etag") ?? "");
      bytes += body.length;
    }
    // Another backup may have been written meanwhile.
    await requireWritable();
    await send({ method: "POST", name, query: { uploadId }, body: completion(tags) }).catch(async (error: unknown) => {
      // The parts may be put together although the response was lost.
      if ((await sizeOf()) !== bytes) throw error;
    });
    return bytes;
  }

  async function requireWritable(): Promise<void> {
    if ((await sizeOf()) === undefined) return;
    throw new BackupRefused(`${shown} exists already; must be a new name`);
  }

  return {
    shown,
    requireWritable,
    async write(chunks, verify) {
      const begun = await sendAgain({ method: "POST", name, query: { uploads: "" } });
      const uploadId = tagIn(begun?.body ?? Buffer.alloc(0), "UploadId");
      if (uploadId === "") throw new BackupError(`${shown}: the service accepts no uploads in parts`);
      let bytes: number;
      try {
        bytes = await upload(chunks, uploadId);
      } catch (error) {
        // Where this fails too, the parts stay until the bucket's own rules delete them; they are no file.
        await send({ method: "DELETE", name, query: { uploadId } }).catch(() => undefined);
        throw error;
      }
      try {
        await verify(source(bytes));
      } catch (error) {
        await sendAgain({ method: "DELETE", name });
        throw error;
      }
      return bytes;
    },
    async read(work) {
      const size = await sizeOf();
      if (size === undefined) throw new BackupRefused(`${shown} does not exist; must be a backup`);
      return work(source(size));
    },
  };
}
