import { type Bar, isMet, type Result } from "./comparison.ts";
import { median } from "./statistics.ts";

/** Below ten, as times in milliseconds are, two decimals tell more than none. */
const amount = (numbers: number[]) =>
  median(numbers).toLocaleString("en", { maximumFractionDigits: median(numbers) < 10 ? 2 : 0 });
const words = (bar: Bar) => ("atLeast" in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`);

const COLUMNS = ["work", "against", "Octavo", "the other", "ratio", "spread", "bar", "met", "note"];

function cells({ against, bar, note, ours, ratio, theirs, unit, work }: Result): string[] {
  return [
    work,
    against,
    `${amount(ours)} ${unit}`,
    amount(theirs),
    ratio.value.toFixed(2),
    `${ratio.least.toFixed(2)}-${ratio.greatest.toFixed(2)}`,
    bar ? words(bar) : "",
    bar ? (isMet(bar, ratio.value) ? "yes" : "**no**") : "",
    note,
  ];
}

/** A table in Markdown, which reads well enough on a terminal. */
export function table(results: Result[]): string {
  const rows = [COLUMNS, ...results.map(cells)];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
