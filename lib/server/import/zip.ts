import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { type AsyncFlateStreamHandler, Unzip, type UnzipFile, UnzipInflate } from "fflate";
import type { SourceFile, SourceFiles } from "./files.ts";
import { ImportRefused } from "./record.ts";

/** The first bytes of a zip that has files in it. */
const SIGNATURE = Buffer.from("PK\x03\x04", "latin1");
/** The most bytes that a byte of a zip may become. Text compresses to a tenth, a zip bomb to a thousandth. */
const RATIO_MAX = 200;
/** Bytes of a file that are never refused for their ratio. */
const RATIO_FREE = 1024 * 1024;
/** Bytes that are read and inflated at a time. */
const CHUNK = 64 * 1024;

export async function isZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(SIGNATURE.length), 0, SIGNATURE.length, 0);
    return buffer.equals(SIGNATURE);
  } finally {
    await handle.close();
  }
}

/** Why the name of a file in a zip is refused; undefined for a relative path below the zip's root. */
function refusal(name: string): string | undefined {
  const leavesRoot = name.split(/[/\\]/).includes("..");
  const isAbsolute = /^(?:[/\\]|[a-z]:)/i.test(name);
  return leavesRoot || isAbsolute ? "its path leads out of the zip" : undefined;
}

/** What has been inflated of a file, and not been read yet. */
type Inflating = {
  file: UnzipFile;
  chunks: Uint8Array[];
  inflated: number;
  isDone: boolean;
  /** Whether the rest is not wanted. */
  isSkipped: boolean;
  error?: Error;
};

/** A decoder for fflate that inflates wanted files only. Without one, it would keep the bytes of the others. */
function decoderFor(isWanted: (name: string) => boolean) {
  return class {
    static readonly compression = 8;
    ondata: AsyncFlateStreamHandler = () => {};
    private inflate: UnzipInflate | undefined;

    constructor(name: string) {
      if (!isWanted(name)) return;
      this.inflate = new UnzipInflate();
      this.inflate.ondata = (...outcome) => this.ondata(...outcome);
    }

    push(chunk: Uint8Array, isLast: boolean): void {
      if (this.inflate) this.inflate.push(chunk, isLast);
      else if (isLast) this.ondata(null, new Uint8Array(), true);
    }

    terminate(): void {
      this.inflate = undefined;
    }
  };
}

/** The files in a zip, read in one pass. Nothing is written to the disk. */
export function zipFiles(zip: string): SourceFiles {
  const refused = new Map<string, string>();
  return {
    name: path.parse(zip).name,
    refused,
    async *each(isWanted) {
      const isRead = (name: string) => refusal(name) === undefined && !name.endsWith("/") && isWanted(name);
      const found: Inflating[] = [];
      let compressed = 0;
      const unzip = new Unzip((file) => {
        const reason = refusal(file.name);
        if (reason) refused.set(file.name, reason);
        file.ondata = () => {};
        if (!isRead(file.name)) {
          file.start();
          return;
        }
        const inflating: Inflating = { file, chunks: [], inflated: 0, isDone: false, isSkipped: false };
        found.push(inflating);
        const start = compressed;
        file.ondata = (error, chunk, isLast) => {
          if (error) {
            inflating.error = new ImportRefused(`${file.name} in ${path.basename(zip)} is damaged: ${error.message}`);
            return;
          }
          inflating.inflated += chunk.length;
          if (inflating.inflated > RATIO_FREE + RATIO_MAX * (compressed - start + CHUNK)) {
            inflating.error = new ImportRefused(
              `${file.name} in ${path.basename(zip)} becomes more than ${RATIO_MAX} times as large; it may be a zip bomb`,
            );
            file.terminate();
            return;
          }
          if (!inflating.isSkipped) inflating.chunks.push(chunk);
          inflating.isDone ||= isLast;
        };
        file.start();
      });
      unzip.register(decoderFor(isRead));
      const input = createReadStream(zip, { highWaterMark: CHUNK })[Symbol.asyncIterator]();
      let isEnd = false;
      /** Reads on; inflates what belongs to wanted files. */
      const pump = async () => {
        const { done, value } = await input.next();
        isEnd = done === true;
        compressed += value?.length ?? 0;
        try {
          unzip.push(value ?? new Uint8Array(), isEnd);
        } catch (error) {
          throw new ImportRefused(
            `${path.basename(zip)} is damaged: ${error instanceof Error ? error.message : error}`,
          );
        }
      };
      async function* chunksOf(inflating: Inflating): AsyncGenerator<Uint8Array> {
        for (;;) {
          if (inflating.error) throw inflating.error;
          yield* inflating.chunks.splice(0);
          if (inflating.isDone) return;
          if (isEnd) throw new ImportRefused(`${path.basename(zip)} ends within ${inflating.file.name}`);
          await pump();
        }
      }
      try {
        for (;;) {
          const next = found.shift();
          if (next) {
            const chunks = chunksOf(next);
            yield { path: next.file.name, chunks: () => chunks } satisfies SourceFile;
            next.isSkipped = true;
            next.chunks = [];
          } else if (isEnd) return;
          else await pump();
        }
      } finally {
        await input.return?.();
      }
    },
  };
}
