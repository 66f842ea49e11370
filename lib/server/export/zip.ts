import { promisify } from "node:util";
import { crc32, deflateRaw } from "node:zlib";
import type { ExportFile } from "./export-file.ts";

/**
 * Writes zips (APPNOTE.TXT 6.3.10) in which sizes stand before the bytes, so that any program can read them as a stream, and
 * with the records of Zip64 where there are more than 65,535 files or 4 GiB. The same files make the same bytes.
 */

const deflate = promisify(deflateRaw);

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const END = 0x06054b50;

const VERSION = 20;
const VERSION_64 = 45;
/** Names are UTF-8. */
const UTF8 = 0x0800;
/** 1980-01-01, the first day that a zip knows. */
const DAY = 0x0021;
/** Made on Unix: the mode of a file that its owner may write and all may read. */
const UNIX = 3 << 8;
const MODE = 0o100644;
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
/** Fewer bytes are not worth compressing. */
const DEFLATED_MIN = 64;
/** Bytes are stored as they are where they would shrink to less than one in so many: readers take that for a zip bomb. */
const RATIO_MAX = 100;
/** Files that are compressed already. */
const COMPRESSED = /\.(?:webp|zip|gz)$/;

type Field = [bytes: 2 | 4 | 8, value: number];

/** Little-endian fields. */
function record(fields: Field[], ...tail: Buffer[]): Buffer {
  const head = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) head.writeBigUInt64LE(BigInt(value), at);
    else head.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return Buffer.concat([head, ...tail]);
}

/** The fields that the local and the central header have in common. */
function commonFields({ body, bytes, isDeflated, name }: Entry): Field[] {
  return [
    ...([
      [2, UTF8],
      [2, isDeflated ? 8 : 0],
      [2, 0],
      [2, DAY],
    ] satisfies Field[]),
    ...([
      [4, crc32(bytes)],
      [4, body.length],
      [4, bytes.length],
      [2, name.length],
    ] satisfies Field[]),
  ];
}

type Entry = { name: Buffer; bytes: Buffer; body: Buffer; isDeflated: boolean };

async function toEntry({ bytes, path }: ExportFile): Promise<Entry> {
  const name = Buffer.from(path);
  if (name.length > MAX_16 || bytes.length >= MAX_32) throw new Error(`${path} is too large for a zip`);
  const isPlain = bytes.length < DEFLATED_MIN || COMPRESSED.test(path);
  const deflated = isPlain ? bytes : await deflate(bytes);
  const isDeflated = deflated.length < bytes.length && deflated.length * RATIO_MAX > bytes.length;
  return { name, bytes, body: isDeflated ? deflated : bytes, isDeflated };
}

function centralHeader(entry: Entry, offset: number): Buffer {
  const isFar = offset >= MAX_32;
  const extra = isFar
    ? record([
        [2, 1],
        [2, 8],
        [8, offset],
      ])
    : Buffer.alloc(0);
  const version = isFar ? VERSION_64 : VERSION;
  const fields: Field[] = [
    ...([
      [4, CENTRAL],
      [2, UNIX | VERSION_64],
      [2, version],
    ] satisfies Field[]),
    ...commonFields(entry),
    ...([
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
    ] satisfies Field[]),
  ];
  const attributes = record([
    [2, 0],
    [2, MODE],
    [4, Math.min(offset, MAX_32)],
  ]);
  return record(fields, attributes, entry.name, extra);
}

/** The records after the central directory. */
function* endRecords(count: number, size: number, offset: number): Generator<Buffer> {
  if (count >= MAX_16 || size >= MAX_32 || offset >= MAX_32) {
    const versions: Field[] = [
      [2, UNIX | VERSION_64],
      [2, VERSION_64],
    ];
    const disks: Field[] = [
      [4, 0],
      [4, 0],
    ];
    yield record([[4, END_64], [8, 44], ...versions, ...disks, [8, count], [8, count], [8, size], [8, offset]]);
    yield record([
      [4, LOCATOR_64],
      [4, 0],
      [8, offset + size],
      [4, 1],
    ]);
  }
  const [entries, bytes, start] = [Math.min(count, MAX_16), Math.min(size, MAX_32), Math.min(offset, MAX_32)];
  yield record([
    [4, END],
    [2, 0],
    [2, 0],
    [2, entries],
    [2, entries],
    [4, bytes],
    [4, start],
    [2, 0],
  ]);
}

/** The bytes of a zip of files. It holds one file, and the names of those before it, in memory. */
export async function* zip(files: AsyncIterable<ExportFile>): AsyncGenerator<Buffer> {
  const central: Buffer[] = [];
  let offset = 0;
  for await (const file of files) {
    const entry = await toEntry(file);
    central.push(centralHeader(entry, offset));
    const local = record([[4, LOCAL], [2, VERSION], ...commonFields(entry), [2, 0]], entry.name);
    offset += local.length + entry.body.length;
    yield local;
    yield entry.body;
  }
  let size = 0;
  for (const header of central) {
    size += header.length;
    yield header;
  }
  yield* endRecords(central.length, size, offset);
}
