import type { ExportFile } from "./export-file.ts";
import { type PartName, partPath } from "./format.ts";

/** The length at which a part ends, in bytes. */
const PART_BYTES = 1_000_000;

/** Collects lines in numbered files of about PART_BYTES, so that none has to be held in memory as a whole. */
export class Parts {
  readonly #pathOf: (number: number) => string;
  #lines: Buffer[] = [];
  #bytes = 0;
  #number = 0;

  /** @param pathOf the path of a part, by its number from 1 */
  constructor(pathOf: (number: number) => string) {
    this.#pathOf = pathOf;
  }

  /** Adds a line. @returns the part that it completes */
  add(line: string): ExportFile[] {
    const bytes = Buffer.from(`${line}\n`);
    this.#lines.push(bytes);
    this.#bytes += bytes.length;
    return this.#bytes >= PART_BYTES ? this.end() : [];
  }

  /** The last part, unless it is empty. */
  end(): ExportFile[] {
    if (this.#bytes === 0) return [];
    const file = { path: this.#pathOf(++this.#number), bytes: Buffer.concat(this.#lines) };
    this.#lines = [];
    this.#bytes = 0;
    return [file];
  }
}

/** Writes values as JSON lines to numbered files. */
export async function* inParts(name: PartName, values: AsyncIterable<unknown>): AsyncGenerator<ExportFile> {
  const parts = new Parts((number) => partPath(name, number));
  for await (const value of values) yield* parts.add(JSON.stringify(value));
  yield* parts.end();
}
