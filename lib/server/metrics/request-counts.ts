import { CACHE_RESULTS, type CacheResult } from "#lib/server/http/request-record";
import { Durations } from "./durations.ts";
import { histogramValues, type Metric, metric, type Value } from "./sample.ts";

/** The most series of requests, and of durations. Further ones are counted together, with the route `other`. */
const SERIES_MAX = 4_096;
const HISTOGRAMS_MAX = 1_024;

/** In seconds. Cache hits take less than a millisecond, a client that reads slowly takes many seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"];
const METHOD_INDEX: Record<string, number> = Object.fromEntries(METHODS.map((method, index) => [method, index]));
const CACHE_INDEX = Object.fromEntries(CACHE_RESULTS.map((result, index) => [result, index])) as Record<
  CacheResult,
  number
>;

/** More than any status. */
const STATUSES = 1_000;

const OTHER = "other";
/** The labels of what is counted together. */
const REST: Record<string, string> = { route: OTHER, method: OTHER, cache: "none" };
const DURATION = "http_request_duration_seconds";

/** Series by a number that their labels make. */
class Series {
  readonly #indexes = new Map<number, number>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** The index of a series: a new one as long as there is room, then 0. */
  indexOf(key: number): number {
    const index = this.#indexes.get(key);
    if (index !== undefined) return index;
    if (this.isFull) return 0;
    const next = this.#indexes.size + 1;
    this.#indexes.set(key, next);
    return next;
  }

  get isFull(): boolean {
    return this.#indexes.size + 1 >= this.#max;
  }

  entries(): Iterable<[key: number, index: number]> {
    return this.#indexes;
  }
}

/** Counts requests, and how long they took. To count one is a few additions to numbers; labels are made when they are read. */
export class RequestCounts {
  readonly #routes: readonly string[];
  readonly #series = new Series(SERIES_MAX);
  readonly #counts = new Float64Array(SERIES_MAX);
  readonly #histograms = new Series(HISTOGRAMS_MAX);
  readonly #durations = new Durations(BOUNDS, HISTOGRAMS_MAX);

  /** @param routes the names of all routes, by their indexes */
  constructor(routes: readonly string[]) {
    this.#routes = routes;
  }

  /** @param status 0 where the client was gone before there was a response */
  count(route: number, method: string, status: number, cache: CacheResult, seconds: number): void {
    const methodIndex = METHOD_INDEX[method] ?? METHODS.length - 1;
    const key = (route * METHODS.length + methodIndex) * CACHE_RESULTS.length + CACHE_INDEX[cache];
    const series = this.#series.indexOf(key * STATUSES + status);
    this.#counts[series] = (this.#counts[series] ?? 0) + 1;
    this.#durations.observe(this.#histograms.indexOf(key), seconds);
  }

  #labels(key: number): Record<string, string> {
    const cache = CACHE_RESULTS[key % CACHE_RESULTS.length] ?? OTHER;
    const rest = Math.floor(key / CACHE_RESULTS.length);
    const method = METHODS[rest % METHODS.length] ?? OTHER;
    return { route: this.#routes[Math.floor(rest / METHODS.length)] ?? OTHER, method, cache };
  }

  metrics(): Metric[] {
    const counts: Value[] = [...this.#series.entries()].map(([key, index]) => {
      const status = key % STATUSES || "aborted";
      return { labels: { ...this.#labels(Math.floor(key / STATUSES)), status }, value: this.#counts[index] ?? 0 };
    });
    if (this.#series.isFull) counts.push({ labels: { ...REST, status: OTHER }, value: this.#counts[0] ?? 0 });
    const histograms = [...this.#histograms.entries()].map(([key, index]) => ({ labels: this.#labels(key), index }));
    if (this.#histograms.isFull) histograms.push({ labels: REST, index: 0 });
    const durations = histograms.flatMap(({ index, labels }) => {
      const { counts, sum } = this.#durations.read(index);
      return histogramValues(DURATION, labels, BOUNDS, counts, sum);
    });
    return [
      metric("counter", "http_requests_total", "Requests, by route, method, status and what the cache did.", counts),
      metric("histogram", DURATION, "Time until a response had been sent, in seconds.", durations),
    ];
  }
}
