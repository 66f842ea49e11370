import { AggregatorRegistry, Registry } from "prom-client";
import { findRoutes } from "./routes.ts";
import { type Metric, metric } from "./sample.ts";
import { siteMetrics } from "./site-metrics.ts";
import { takeSnapshot } from "./snapshot.ts";
import { startMetrics } from "./start.ts";
import { type Gathered, type MetricsState, metricsState } from "./state.ts";

/** The media type of the text: Prometheus' own format. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const ownMetrics = async (state: MetricsState): Promise<Gathered> => ({
  snapshots: [await takeSnapshot(state)],
  workers: 1,
  answered: 1,
  deaths: 0,
});

const workerMetrics = ({ answered, deaths, workers }: Gathered): Metric[] => [
  metric("gauge", "workers", "Worker processes that run.", [{ labels: {}, value: workers }]),
  metric("gauge", "workers_answered", "Those whose state is in this response.", [{ labels: {}, value: answered }]),
  metric("counter", "worker_deaths_total", "Worker processes that died.", [{ labels: {}, value: deaths }]),
];

/** The metrics of this site in Prometheus' text format, summed over all worker processes. */
export async function scrape(): Promise<string> {
  // `next start` does not run server.ts, which starts it otherwise.
  const state = metricsState() ?? startMetrics(findRoutes(undefined));
  const gathered = (await state.gather?.()) ?? (await ownMetrics(state));
  const parts = [...gathered.snapshots, workerMetrics(gathered), await siteMetrics()];
  return AggregatorRegistry.aggregate(parts).metrics();
}
