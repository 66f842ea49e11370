/** Histograms of durations, in one block of memory: to observe one is two or three additions. */
export class Durations {
  /** The upper bounds of the buckets, in seconds. */
  readonly bounds: readonly number[];
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;

  /** @param size how many histograms */
  constructor(bounds: readonly number[], size: number) {
    this.bounds = bounds;
    this.#counts = new Float64Array(size * (bounds.length + 1));
    this.#sums = new Float64Array(size);
  }

  observe(histogram: number, seconds: number): void {
    const { bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket += 1;
    const at = histogram * (bounds.length + 1) + bucket;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sums[histogram] = (this.#sums[histogram] ?? 0) + seconds;
  }

  /** How often each bucket of a histogram was observed, and the sum of all durations in seconds. */
  read(histogram: number): { counts: Float64Array; sum: number } {
    const buckets = this.bounds.length + 1;
    const counts = this.#counts.subarray(histogram * buckets, (histogram + 1) * buckets);
    return { counts, sum: this.#sums[histogram] ?? 0 };
  }
}
