import type { QueryTimes } from "./query-times.ts";
import type { RequestCounts } from "./request-counts.ts";
import type { Metric } from "./sample.ts";

/** What all worker processes have counted. */
export type Gathered = {
  /** Of each worker that answered, and the counters of all others, also of those that have died. */
  snapshots: Metric[][];
  workers: number;
  answered: number;
  /** How many have died and were replaced. */
  deaths: number;
};

/** What this process counts. */
export type MetricsState = {
  requests: RequestCounts;
  queries: QueryTimes;
  /** Requests that never reached a handler, by status. */
  malformed: Map<number, number>;
  /** The open connections to the server. */
  connections: () => Promise<number>;
  /** Metrics of Node.js and the process, from prom-client. */
  ofProcess: () => Promise<Metric[]>;
  /** Asks the primary process for what all workers have counted; undefined where it does not answer. */
  gather?: () => Promise<Gathered | undefined>;
};

/** server.ts and Next load separate instances of this module: the state is global to the process. */
const shared = globalThis as { octavoMetrics?: MetricsState };

/** What this process counts; undefined where it counts nothing (METRICS_TOKEN is not set). */
export const metricsState = (): MetricsState | undefined => shared.octavoMetrics;

export function setMetricsState(state: MetricsState): void {
  shared.octavoMetrics = state;
}
