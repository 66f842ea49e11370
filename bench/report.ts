import { type Bar, isMet, type Result } from "./comparison.ts";
import { median } from "./statistics.ts";

/** Numbers below ten, such as milliseconds, have two decimals. */
const amount = (numbers: number[]) =>
  median(numbers).toLocaleString("en", { maximumFractionDigits: median(numbers) < 10 ? 2 : 0 });
const barText = (bar: Bar) => ("atLeast" in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`);

const COLUMNS = ["work", "against", "Octavo", "the other", "ratio", "spread", "bar", "met", "note"];

function cells({ against, bar, note, ours, ratio, theirs, unit, work }: Result): string[] {
  return [
    work,
    against,
    `${amount(ours)} ${unit}`,
    amount(theirs),
    ratio.value.toFixed(2),
    `${ratio.least.toFixed(2)}-${ratio.greatest.toFixed(2)}`,
    bar ? barText(bar) : "",
    bar ? (isMet(bar, ratio.value) ? "yes" : "**no**") : "",
    note,
  ];
}

/** A Markdown table, aligned for the terminal. */
export function table(results: Result[]): string {
  const rows = [COLUMNS, ...results.map(cells)];
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
