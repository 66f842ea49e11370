import { createHash } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { NextApiRequest } from "next";
import { env } from "#lib/server/env";
import { isDiskFull } from "#lib/server/files/disk-full";
import { chunksOf, malformed } from "#lib/server/http/body";
import { requireUnencoded, unsupportedType } from "#lib/server/http/media-types";
import { createFormParser, FIELDS_BYTES_MAX, MULTIPART, unreadableForm } from "#lib/server/http/multipart";
import { Problem } from "#lib/server/problem";
import { imageBytesMax } from "./limit.ts";

/** The beginning of the names of folders for uploads, in the system's folder for temporary files. */
export const UPLOAD_PREFIX = "octavo-upload-";

const RAW = /^(?:image\/.+|application\/octet-stream)$/;
const ACCEPTED = ["image/*", MULTIPART];

/** A received file. */
export type Upload = {
  /** A folder of its own, which is deleted with all that is in it. */
  folder: string;
  file: string;
  /** SHA-256 of the file, in hexadecimal digits. */
  source: string;
  /** The other fields of a form. */
  fields: Record<string, string>;
};

const tooLarge = () =>
  new Problem("payload-too-large", {
    title: `The image is larger than ${env().IMAGE_BYTES_LIMIT} MiB`,
    headers: { Connection: "close" },
  });

/** What the operating system reports where there is no room for temporary files. */
const asUploadError = (error: unknown): unknown => (isDiskFull(error) ? new Problem("storage-full") : error);

/**
 * Writes a stream to a file, hashing and counting on the way. Of a stream that is too large as much again is read, and all of
 * one that the disk has no room for, so that the client can read the response.
 */
async function write(stream: AsyncIterable<Uint8Array>, file: string): Promise<string> {
  const max = imageBytesMax();
  const hash = createHash("sha256");
  let size = 0;
  let failure: { error: unknown } | undefined;
  const handle = await open(file, "wx");
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > 2 * max) break;
      if (size > max || failure) continue;
      hash.update(chunk);
      failure = await handle.writeFile(chunk).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
    }
  } finally {
    await handle.close();
  }
  if (size > max) throw tooLarge();
  if (failure) throw failure.error;
  if (size === 0) throw malformed("The body holds no image: it is empty.");
  return hash.digest("hex");
}

/** Reads the one file of a form, and its other fields. */
async function readForm(req: NextApiRequest, file: string): Promise<Pick<Upload, "source" | "fields">> {
  const parser = createFormParser(req, 2);
  const fields: Upload["fields"] = {};
  const files: Readable[] = [];
  let source: Promise<string> | undefined;
  const body = Readable.from(chunksOf(req), { objectMode: false });
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on("file", (_name, stream) => {
        files.push(stream);
        if (files.length > 1) {
          stream.resume();
          return;
        }
        source = write(stream, file);
        source.catch(reject);
      });
      parser.on("field", (name, value) => {
        fields[name] = value;
      });
      parser.on("error", (error) => reject(unreadableForm(error)));
      parser.on("finish", resolve);
      body.on("error", reject);
      body.pipe(parser);
    });
    if (files.length > 1) throw malformed("The form holds more than one file; send one request for each.");
    if (!source) throw malformed("The form holds no file.");
    return { source: await source, fields };
  } catch (error) {
    body.unpipe(parser);
    // The file is closed once no more of it is written.
    for (const stream of files) stream.destroy();
    await source?.catch(() => undefined);
    throw error;
  }
}

function requireFits(req: NextApiRequest, overhead: number): void {
  const length = Number(req.headers["content-length"] ?? 0);
  // Nothing of it is read: the client sends it for nothing.
  if (length > 2 * imageBytesMax() + overhead) throw tooLarge();
}

/** Has a folder for an upload, which is deleted after `use`. @throws {Problem} 507, and what `use` throws */
export async function withUploadFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(path.join(tmpdir(), UPLOAD_PREFIX));
    return await use(folder);
  } catch (error) {
    throw asUploadError(error);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Writes an image from elsewhere to a temporary file that is deleted after `use`.
 * @throws {Problem} 400 for one without bytes, 413, 507
 */
export const withUpload = <Result>(bytes: AsyncIterable<Uint8Array>, use: (upload: Upload) => Promise<Result>) =>
  withUploadFolder(async (folder) => {
    const file = path.join(folder, "upload");
    return use({ folder, file, source: await write(bytes, file), fields: {} });
  });

/**
 * Receives an image as the body of a request or as a file of a form, to a temporary file that is deleted after `use`.
 * @throws {Problem} 400, 413, 415, 507
 */
export async function receiveUpload<Result>(
  req: NextApiRequest,
  use: (upload: Upload) => Promise<Result>,
): Promise<Result> {
  const sent = req.headers["content-type"];
  const type = sent?.split(";")[0]?.trim().toLowerCase();
  if (type !== undefined && type !== MULTIPART && !RAW.test(type)) throw unsupportedType(req, type, ACCEPTED);
  requireUnencoded(req);
  requireFits(req, FIELDS_BYTES_MAX);
  return withUploadFolder(async (folder) => {
    const file = path.join(folder, "upload");
    const received =
      type === MULTIPART ? await readForm(req, file) : { source: await write(chunksOf(req), file), fields: {} };
    return use({ folder, file, ...received });
  });
}
