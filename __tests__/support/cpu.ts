/** Shorter times, in milliseconds, are rounded up to this: they are too inexact to compare. */
const FLOOR_MS = 3;
/** The most runs of which the best is taken. */
const RUNS = 20;

/** The CPU time of `work`, in milliseconds. */
async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1000;
}

/**
 * The CPU time of `large` divided by that of `small`, each the best of several alternating runs. Stops early when
 * the ratio is at most `enough`.
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
