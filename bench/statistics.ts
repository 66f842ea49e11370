/** The median; of an even count, the mean of the two middle numbers. */
export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("there is no median of nothing");
  return (low + high) / 2;
}

export type Ratio = {
  /** The ratio of the medians. */
  value: number;
  /** The smallest and the largest ratio of a single round: the uncertainty of `value`. */
  least: number;
  greatest: number;
};

/** Compares the rounds of two sides. */
export function ratio(ours: number[], theirs: number[]): Ratio {
  const each = ours.map((number, round) => number / (theirs[round] ?? Number.NaN));
  return { value: median(ours) / median(theirs), least: Math.min(...each), greatest: Math.max(...each) };
}

/** The range of numbers as a fraction of their median. */
export const spread = (numbers: number[]) => (Math.max(...numbers) - Math.min(...numbers)) / median(numbers);
