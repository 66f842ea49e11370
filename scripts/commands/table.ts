import { printable } from "./printable.ts";

type Cell = string | number | null;

const shown = (cell: Cell) => (typeof cell === "number" ? cell.toLocaleString("en") : printable(cell ?? "–"));

/** Formats rows as a text table with aligned columns; numbers are aligned right. */
export function table(head: string[], rows: Cell[][]): string {
  const isNumber = head.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  const all = [head, ...rows.map((row) => row.map(shown))];
  const widths = head.map((_, at) => Math.max(...all.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells.map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join("  ");
  return `${all.map((cells) => line(cells).trimEnd()).join("\n")}\n`;
}

/** A time to the minute in UTC, as `2026-11-30 08:15`. */
export const minute = (time: string | null) => (time === null ? null : time.slice(0, 16).replace("T", " "));
