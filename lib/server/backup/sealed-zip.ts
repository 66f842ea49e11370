import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { PATH_BYTES_MAX, RATIO_MAX } from "./format.ts";
import { SEAL_BYTES, SEAL_PREFIX } from "./seal.ts";
import { BackupError, type ByteSource } from "./target.ts";

const inflate = promisify(inflateRaw);

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
/** The size of a local file header without its name. */
const LOCAL_BYTES = 30;
const DEFLATED = 8;

type Found = { path: string; isDeflated: boolean; crc: number; bodyBytes: number; bytes: number };

/**
 * Reads the files of a sealed zip one after the other, without its central directory: nothing depends on what a path says, nor is
 * more inflated than a file may have.
 */
export class SealedZip {
  readonly #source: ByteSource;
  readonly #hash = createHash("sha256");
  /** Where the seal begins. */
  readonly #end: number;
  /** What was read and not taken yet, and the offset behind it. */
  #buffer: Buffer = Buffer.alloc(0);
  #offset = 0;
  #next: Found | undefined;
  #isAtEnd = false;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#end = Math.max(0, source.size - SEAL_BYTES + SEAL_PREFIX.length);
  }

  /** The number of bytes that were read. */
  get offset(): number {
    return this.#offset;
  }

  /** @throws {BackupError} always */
  refuse(what: string): never {
    throw new BackupError(`${this.#source.shown}: ${what}; must be a whole, unchanged backup`);
  }

  /** The path of the next file; undefined behind the last one. */
  async peek(): Promise<string | undefined> {
    if (this.#next || this.#isAtEnd) return this.#next?.path;
    const signature = (await this.#take(4)).readUInt32LE();
    this.#isAtEnd = signature === CENTRAL;
    if (this.#isAtEnd) return undefined;
    if (signature !== LOCAL) this.refuse("is damaged, or no backup of Octavo");
    const head = await this.#take(LOCAL_BYTES - 4);
    const [method, crc] = [head.readUInt16LE(4), head.readUInt32LE(10)];
    const [bodyBytes, bytes, pathBytes] = [head.readUInt32LE(14), head.readUInt32LE(18), head.readUInt16LE(22)];
    const isPlain = method === 0 && bodyBytes === bytes;
    const isDeflated = method === DEFLATED && bodyBytes < bytes && bytes < bodyBytes * RATIO_MAX;
    if (!isPlain && !isDeflated) this.refuse("a file in it is compressed as none of a backup is");
    if (pathBytes === 0 || pathBytes > PATH_BYTES_MAX || head.readUInt16LE(24) !== 0) this.refuse("is damaged");
    const path = (await this.#take(pathBytes)).toString();
    this.#next = { path, isDeflated, crc, bodyBytes, bytes };
    return path;
  }

  /** Reads the next file, which must have this path. @param max its size at most, in bytes */
  async read(path: string, max: number): Promise<Buffer> {
    const found = await this.peek();
    const next = this.#next;
    if (!next || found !== path) this.refuse(`has ${JSON.stringify(found ?? "nothing")} where ${path} must be`);
    if (next.bytes > max) this.refuse(`${path} has ${next.bytes} bytes; at most ${max} are read`);
    this.#next = undefined;
    const body = await this.#take(next.bodyBytes);
    const bytes = next.isDeflated ? await this.#inflate(body, next) : body;
    if (bytes.length !== next.bytes || crc32(bytes) !== next.crc) this.refuse(`${path} is damaged`);
    return bytes;
  }

  async #inflate(body: Buffer, { bytes, path }: Found): Promise<Buffer> {
    try {
      return await inflate(body, { maxOutputLength: bytes });
    } catch {
      return this.refuse(`${path} is damaged`);
    }
  }

  /** Reads what is behind the last file, and compares all bytes with the seal. */
  async requireSealed(signal?: AbortSignal): Promise<void> {
    if ((await this.peek()) !== undefined) this.refuse(`has the unknown file ${JSON.stringify(await this.peek())}`);
    while (this.#offset < this.#end) {
      signal?.throwIfAborted();
      await this.#load();
    }
    const seal = await this.#source.read(this.#source.size - SEAL_BYTES, SEAL_BYTES);
    if (seal.toString("latin1") !== SEAL_PREFIX + this.#hash.digest("hex")) {
      this.refuse("is truncated or was altered: its SHA-256 is another one");
    }
  }

  async #load(): Promise<Buffer> {
    const length = Math.min(this.#source.chunkBytes, this.#end - this.#offset);
    if (length <= 0) this.refuse("is truncated, or no backup of Octavo");
    const chunk = await this.#source.read(this.#offset, length);
    this.#hash.update(chunk);
    this.#offset += length;
    return chunk;
  }

  async #take(length: number): Promise<Buffer> {
    if (length > this.#buffer.length) {
      if (length - this.#buffer.length > this.#end - this.#offset) this.refuse("is truncated, or no backup of Octavo");
      const chunks = [this.#buffer];
      for (let missing = length - this.#buffer.length; missing > 0; ) {
        const chunk = await this.#load();
        chunks.push(chunk);
        missing -= chunk.length;
      }
      this.#buffer = Buffer.concat(chunks);
    }
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }
}
