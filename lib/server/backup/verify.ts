import { createHash } from "node:crypto";
import type { TableDigest } from "#lib/server/copy/digest";
import { filesDigester } from "#lib/server/copy/image-files";
import type { Watch } from "#lib/server/progress";
import type { Header, Manifest } from "./format.ts";
import { BackupReader } from "./reader.ts";
import type { ByteSource } from "./target.ts";

/** What is in a backup. */
export type Verified = { header: Header; manifest: Manifest };

const NEW_LINE = 0x0a;

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEW_LINE); at !== -1; at = bytes.indexOf(NEW_LINE, at + 1)) lines++;
  return lines;
}

const isSame = (one: TableDigest | undefined, other: TableDigest) =>
  one?.rows === other.rows && one.sha256 === other.sha256;

/**
 * Reads a whole backup, and compares its bytes, its tables and its images with the digests in it.
 * @throws {BackupError} where it is truncated, was altered, or is none
 */
export async function verifyBackup(source: ByteSource, { onStep, signal }: Watch = {}): Promise<Verified> {
  const reader = await BackupReader.open(source);
  const { header } = reader;
  const step = (rows = reader.offset) => {
    signal?.throwIfAborted();
    onStep?.({ doing: "verifying", table: "bytes", rows, total: source.size });
  };

  const digests = new Map<string, TableDigest>();
  for (const table of Object.keys(header.tables)) {
    const hash = createHash("sha256");
    let lines = 0;
    for await (const part of reader.parts(table)) {
      hash.update(part);
      lines += countLines(part);
      step();
    }
    digests.set(table, { rows: Math.max(0, lines - 1), sha256: hash.digest("hex") });
  }
  const files = filesDigester();
  for await (const { bytes, id, width } of reader.imageFiles()) {
    files.add({ id }, width, bytes);
    step();
  }

  const manifest = await reader.end(signal);
  step(source.size);
  for (const [table, digest] of digests) {
    if (!isSame(manifest.tables[table], digest)) reader.refuse(`the rows of ${table} do not have the digest in it`);
  }
  if (Object.keys(manifest.tables).length !== digests.size) reader.refuse("has digests of other tables");
  if (!isSame(manifest.imageFiles, files.result())) reader.refuse("the files of images do not have the digest in it");
  return { header, manifest };
}
