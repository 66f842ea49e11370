import type { Sample } from "./sample.ts";

/** The required ratio of Octavo to the reference server. */
export type Bar = { atLeast: number } | { atMost: number };

/** Two numbers that are measured alternately and compared. */
export type Comparison = About & (Alternately | Together);

type About = {
  work: string;
  /** What ours is compared with. */
  against: string;
  unit: "requests/s" | "ms" | "MiB";
  /** Left out where the ratio is only reported. */
  bar?: Bar;
  /** Brings ours to its speed, where a round of load does not: called before the discarded round. */
  warmUp?: () => Promise<void>;
  /** A note for this row; called when all is measured. */
  note?: () => string;
  /** Why the row may be misleading; called when all is measured. */
  doubt?: (sides: Sides) => string | undefined;
};

type Alternately = {
  /** Measures ours once; with the cost per request, where `sample` has measured it. */
  ours: () => Promise<number | Sample>;
  theirs: () => Promise<number | Sample>;
};

type Together = {
  /** Measures ours and theirs once, in slices of the same time. */
  both: () => Promise<[ours: Sample, theirs: Sample]>;
};

/** One side's rounds. */
export type Side = {
  values: number[];
  /** The CPU time of the server process per request, in µs; empty where it was not measured. */
  costs: number[];
};
export type Sides = { ours: Side; theirs: Side };

export type Result = Pick<Comparison, "work" | "against" | "unit" | "bar"> & Sides & { note: string; doubt?: string };

export function isMet(bar: Bar, value: number): boolean {
  return "atLeast" in bar ? value >= bar.atLeast : value <= bar.atMost;
}

function add({ costs, values }: Side, measured: Measured): void {
  const { cost, value } = typeof measured === "number" ? { value: measured } : measured;
  values.push(value);
  if (cost !== undefined) costs.push(cost);
}

type Measured = number | Sample;

async function measureSides(comparison: Comparison, isOursFirst: boolean): Promise<[ours: Measured, theirs: Measured]> {
  if ("both" in comparison) return comparison.both();
  if (isOursFirst) return [await comparison.ours(), await comparison.theirs()];
  const theirs = await comparison.theirs();
  return [await comparison.ours(), theirs];
}

/**
 * Measures every comparison `rounds` times. One round goes through all of them, and the side that is measured first alternates
 * from round to round and from row to row, so that other load on the machine affects both alike.
 */
export async function measure(
  comparisons: Comparison[],
  rounds: number,
  report: (line: string) => void,
): Promise<Result[]> {
  const measured = comparisons.map((comparison) => ({
    comparison,
    sides: { ours: { values: [], costs: [] }, theirs: { values: [], costs: [] } } as Sides,
  }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { comparison, sides }] of measured.entries()) {
      report(`round ${round + 1} of ${rounds}: ${comparison.work}`);
      const [ours, theirs] = await measureSides(comparison, (round + index) % 2 !== 0);
      add(sides.ours, ours);
      add(sides.theirs, theirs);
    }
  }
  return measured.map(({ comparison: { against, bar, doubt, note, unit, work }, sides }) => ({
    work,
    against,
    unit,
    bar,
    ...sides,
    note: note?.() ?? "",
    doubt: doubt?.(sides),
  }));
}
