import type { Bar } from "./comparison.ts";
import { type MergedRow, mergedRows, runsOf, verdict } from "./merge.ts";
import { nameOf, RUNS, type Run } from "./runs.ts";
import { median } from "./statistics.ts";

/** Numbers below ten, such as milliseconds, have two decimals. */
function amount(numbers: number[]): string {
  const middle = median(numbers);
  return middle.toLocaleString("en", { maximumFractionDigits: middle < 10 ? 2 : 0 });
}
const barText = (bar: Bar) => ("atLeast" in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`);
/** Microseconds, with a decimal below a hundred. */
function microseconds(costs: number[]): string {
  const middle = median(costs);
  return middle.toLocaleString("en", {
    maximumFractionDigits: middle < 100 ? 1 : 0,
    minimumFractionDigits: middle < 100 ? 1 : 0,
  });
}

const COLUMNS = [
  "work",
  "against",
  "Octavo",
  "the other",
  "µs a request",
  "ratio",
  "runs",
  "spread",
  "bar",
  "met",
  "note",
];

function cells({ ratio, ratios, row }: MergedRow): string[] {
  const { against, bar, doubt, note, ours, theirs, unit, work } = row;
  const hasCosts = ours.costs.length > 0 && theirs.costs.length > 0;
  return [
    work,
    against,
    `${amount(ours.values)} ${unit}`,
    amount(theirs.values),
    hasCosts ? `${microseconds(ours.costs)} / ${microseconds(theirs.costs)}` : "",
    ratio.value.toFixed(2),
    ratios.map((value) => value.toFixed(2)).join(" "),
    `${ratio.least.toFixed(2)}-${ratio.greatest.toFixed(2)}`,
    bar ? barText(bar) : "",
    bar ? verdict(bar, ratio) : "",
    [note, doubt && `take care: ${doubt}`].filter(Boolean).join("; "),
  ];
}

/** A Markdown table, aligned for the terminal. */
function markdownTable(columns: string[], body: string[][]): string {
  const widths = columns.map((_, index) => Math.max(...[columns, ...body].map((row) => row[index]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(columns), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

export const table = (rows: MergedRow[]) => markdownTable(COLUMNS, rows.map(cells));

function runTable(runs: Run[]): string {
  const columns = ["run", "machine", "software", "load of the hot rows", "measured", "take care"];
  const body = runs.map((run) => [
    `[${nameOf(run)}](../${RUNS}/${nameOf(run)}.json)`,
    run.machine,
    run.software,
    run.load,
    `${run.rounds} × ${run.seconds} s`,
    run.doubts.join(" "),
  ]);
  return markdownTable(columns, body);
}

/** Tables that share a heading: the groups of rows in it, in their order. */
export type Section = { title: (engine: string) => string; groups: string[] };

/** In the order of the tables. */
const ENGINES = ["SQLite", "PostgreSQL"];

/** The tables of all sections and engines, after a table of the runs from which they are. @param runs all, the newest first */
export function tables(runs: Run[], sections: Section[]): string {
  const used = new Set<Run>();
  const parts = sections.flatMap(({ groups, title }) =>
    ENGINES.flatMap((engine) => {
      const rows = groups.flatMap((group) => mergedRows(runs, engine, group));
      for (const group of groups) for (const run of runsOf(runs, engine, group)) used.add(run);
      return rows.length > 0 ? [`### ${title(engine)}`, table(rows)] : [];
    }),
  );
  return [runTable(runs.filter((run) => used.has(run)).toReversed()), ...parts].join("\n\n");
}
