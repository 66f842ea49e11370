/** The middle one of some numbers; of an even count, the mean of the two in the middle. */
export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("there is no median of nothing");
  return (low + high) / 2;
}

export type Ratio = {
  /** Of the medians. */
  value: number;
  /** The least and the greatest of a single round: how much can be read from `value`. */
  least: number;
  greatest: number;
};

/** How the numbers of some rounds compare with others, round by round and on the whole. */
export function ratio(ours: number[], theirs: number[]): Ratio {
  const each = ours.map((number, round) => number / (theirs[round] ?? Number.NaN));
  return { value: median(ours) / median(theirs), least: Math.min(...each), greatest: Math.max(...each) };
}

/** How far some numbers lie apart, as a part of their median. */
export const spread = (numbers: number[]) => (Math.max(...numbers) - Math.min(...numbers)) / median(numbers);
