/** Shorter mean times, in milliseconds, are rounded up to this: they are too inexact to compare. */
const FLOOR_MS = 1;
/** The most runs that are added up. */
const RUNS = 20;

/** The CPU time of `work`, in milliseconds. */
async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1000;
}

/**
 * The CPU time of `large` divided by that of `small`, each summed over alternating runs after one that is not counted:
 * code is compiled in it. Stops early when the ratio is at most `enough`.
 */
export async function cpuRatio(small: () => unknown, large: () => unknown, enough: number): Promise<number> {
  await small();
  await large();
  let [sum, sumLarge] = [0, 0];
  let ratio = Number.POSITIVE_INFINITY;
  for (let runs = 1; runs <= RUNS && ratio > enough; runs++) {
    sum += await cpuTime(small);
    sumLarge += await cpuTime(large);
    ratio = Math.max(sumLarge, runs * FLOOR_MS) / Math.max(sum, runs * FLOOR_MS);
  }
  return ratio;
}
