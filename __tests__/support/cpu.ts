/** Times below this, in milliseconds, are counted as this: they tell nothing. */
const FLOOR_MS = 3;
/** How often a time is taken again, to find one that nothing disturbed. */
const RUNS = 20;

/** The CPU time that `work` takes, in milliseconds, its result included in nothing. */
async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1000;
}

/**
 * How many times the CPU time of `small` that of `large` is, by the best of several runs of both in turn. It stops early when
 * that is at most `enough`.
 */
export async function cpuRatio(small: () => unknown, large: () => unknown, enough: number): Promise<number> {
  let [best, bestLarge] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let ratio = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS && ratio > enough; run++) {
    best = Math.min(best, await cpuTime(small));
    bestLarge = Math.min(bestLarge, await cpuTime(large));
    ratio = Math.max(bestLarge, FLOOR_MS) / Math.max(best, FLOOR_MS);
  }
  return ratio;
}
