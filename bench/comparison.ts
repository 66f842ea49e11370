import { type Ratio, ratio } from "./statistics.ts";

/** What is asked of a ratio of ours to theirs. */
export type Bar = { atLeast: number } | { atMost: number };

/** Two things that are measured in turn, and held against each other. */
export type Comparison = {
  work: string;
  /** What ours is held against. */
  against: string;
  unit: "requests/s" | "ms" | "MiB";
  /** None where it is only told. */
  bar?: Bar;
  /** What else there is to know of this row; asked when all is measured. */
  note?: () => string;
  /** Why the row may not say what it seems to; asked when all is measured. */
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
 * Measures every comparison `rounds` times. One round goes through all of them, and who is first takes turns: what the machine
 * does meanwhile falls upon all alike.
 */
export async function measure(
  comparisons: Comparison[],
  rounds: number,
  tell: (line: string) => void,
): Promise<Result[]> {
  const measured = comparisons.map(() => ({ ours: [] as number[], theirs: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [at, { ours, theirs, work }] of comparisons.entries()) {
      tell(`round ${round + 1} of ${rounds}: ${work}`);
      const numbers = measured[at];
      for (const side of round % 2 === 0 ? (["theirs", "ours"] as const) : (["ours", "theirs"] as const)) {
        numbers?.[side].push(await (side === "ours" ? ours() : theirs()));
      }
    }
  }
  return comparisons.map(({ doubt, note, ...comparison }, at) => {
    const { ours = [], theirs = [] } = measured[at] ?? {};
    return { ...comparison, ours, theirs, ratio: ratio(ours, theirs), note: note?.() ?? "", doubt: doubt?.() };
  });
}
