import { printable, printableJson } from "./printable.ts";

/** `1 post`, `2,000 posts`. @param noun in the singular */
export const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** Prints a JSON document on standard output, as `--json` does. */
export function printJson(document: unknown): void {
  process.stdout.write(`${printableJson(document)}\n`);
}

/** Prints a line on standard error. */
export function warn(message: string): void {
  process.stderr.write(`octavo: ${printable(message)}\n`);
}
