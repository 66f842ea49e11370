import type { Bar } from "./comparison.ts";
import { isMet } from "./comparison.ts";
import type { Row, Run } from "./runs.ts";
import { median, type Ratio, ratio } from "./statistics.ts";

/** The newest runs that count. */
const RUNS_MAX = 3;

/** A row over several runs. */
export type MergedRow = {
  /** As the newest run has it. */
  row: Row;
  /** The ratio of each run, the oldest first. */
  ratios: number[];
  /** Their median, and the spread over all rounds of all runs. */
  ratio: Ratio;
};

const isSame = (a: Row, b: Row) =>
  a.engine === b.engine && a.group === b.group && a.work === b.work && a.against === b.against && a.unit === b.unit;

/** The newest runs that measured a group of rows on an engine. @param runs all, the newest first */
export function runsOf(runs: Run[], engine: string, group: string): Run[] {
  return runs.filter(({ rows }) => rows.some((row) => row.engine === engine && row.group === group)).slice(0, RUNS_MAX);
}

/** Merges the rows of a group on an engine that the newest of its runs has. @param runs all, the newest first */
export function mergedRows(runs: Run[], engine: string, group: string): MergedRow[] {
  const counted = runsOf(runs, engine, group);
  const newest = counted[0]?.rows.filter((row) => row.engine === engine && row.group === group) ?? [];
  return newest.map((row) => {
    const ofRuns = counted.flatMap((run) => run.rows.find((other) => isSame(row, other)) ?? []).toReversed();
    const each = ofRuns.map(({ ours, theirs }) => ratio(ours.values, theirs.values));
    return {
      row,
      ratios: each.map(({ value }) => value),
      ratio: {
        value: median(each.map(({ value }) => value)),
        least: Math.min(...each.map(({ least }) => least)),
        greatest: Math.max(...each.map(({ greatest }) => greatest)),
      },
    };
  });
}

/** Whether a ratio meets its bar, and whether the bar is within the spread. */
export function verdict(bar: Bar, { greatest, least, value }: Ratio): string {
  const met = isMet(bar, value) ? "yes" : "**no**";
  return isMet(bar, least) === isMet(bar, greatest) ? met : `${met}, within the spread`;
}
