import { type Ratio, ratio } from "./statistics.ts";

/** The required ratio of Octavo to the reference server. */
export type Bar = { atLeast: number } | { atMost: number };

/** Two numbers that are measured alternately and compared. */
export type Comparison = {
  work: string;
  /** What ours is compared with. */
  against: string;
  unit: "requests/s" | "ms" | "MiB";
  /** Left out where the ratio is only reported. */
  bar?: Bar;
  /** A note for this row; called when all is measured. */
  note?: () => string;
  /** Why the row may be misleading; called when all is measured. */
  doubt?: () => string | undefined;
  ours: () => Promise<number>;
  theirs: () => Promise<number>;
};

export type Result = Omit<Comparison, "ours" | "theirs" | "note" | "doubt"> & {
  ours: number[];
  theirs: number[];
  ratio: Ratio;
  note: string;
  doubt: string | undefined;
};

export function isMet(bar: Bar, value: number): boolean {
  return "atLeast" in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/**
 * Measures every comparison `rounds` times. One round goes through all of them, and the side that is measured first alternates,
 * so that other load on the machine affects both alike.
 */
export async function measure(
  comparisons: Comparison[],
  rounds: number,
  report: (line: string) => void,
): Promise<Result[]> {
  const measured = comparisons.map(() => ({ ours: [] as number[], theirs: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { ours, theirs, work }] of comparisons.entries()) {
      report(`round ${round + 1} of ${rounds}: ${work}`);
      const numbers = measured[index];
      for (const side of round % 2 === 0 ? (["theirs", "ours"] as const) : (["ours", "theirs"] as const)) {
        numbers?.[side].push(await (side === "ours" ? ours() : theirs()));
      }
    }
  }
  return comparisons.map(({ doubt, note, ...comparison }, index) => {
    const { ours = [], theirs = [] } = measured[index] ?? {};
    return { ...comparison, ours, theirs, ratio: ratio(ours, theirs), note: note?.() ?? "", doubt: doubt?.() };
  });
}
