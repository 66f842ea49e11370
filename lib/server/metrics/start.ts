import type { Server } from "node:http";
import { promisify } from "node:util";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { OnRefused } from "#lib/server/http/malformed-requests";
import { type OnEnd, sentStatus } from "#lib/server/http/request-record";
import { QueryTimes } from "./query-times.ts";
import { RequestCounts } from "./request-counts.ts";
import type { Routes } from "./routes.ts";
import type { Metric } from "./sample.ts";
import { type MetricsState, setMetricsState } from "./state.ts";

/** Metrics of prom-client that are not to be averaged over workers, or left out: one that is stuck should show. */
const AGGREGATORS: Record<string, string> = {
  process_start_time_seconds: "min",
  nodejs_eventloop_lag_seconds: "max",
  nodejs_eventloop_lag_mean_seconds: "max",
  nodejs_eventloop_lag_p50_seconds: "max",
  nodejs_eventloop_lag_p90_seconds: "max",
  nodejs_eventloop_lag_p99_seconds: "max",
};

/** Metrics of Node.js: event loop, memory, garbage collection, descriptors. */
function processMetrics(): () => Promise<Metric[]> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return async () => {
    const metrics = (await register.getMetricsAsJSON()) as Metric[];
    return metrics.map((metric) => {
      const aggregator = AGGREGATORS[metric.name] ?? metric.aggregator;
      return { ...metric, aggregator } as Metric;
    });
  };
}

/** Begins to count. @param server whose connections are counted */
export function startMetrics({ names }: Pick<Routes, "names">, server?: Server): MetricsState {
  const state = {
    requests: new RequestCounts(names),
    queries: new QueryTimes(),
    malformed: new Map<number, number>(),
    connections: async () => (server ? promisify(server.getConnections.bind(server))() : 0),
    ofProcess: processMetrics(),
  };
  setMetricsState(state);
  return state;
}

/** Counts each request by its route. */
export function requestCounter({ requests }: MetricsState, { indexOf }: Routes): OnEnd {
  return ({ cache, ended, method, started, url }, _req, res) =>
    requests.count(indexOf(url), method, sentStatus(res), cache, (ended - started) / 1000);
}

/** Counts requests that never reach a handler. */
export const malformedCounter =
  ({ malformed }: MetricsState): OnRefused =>
  (_socket: unknown, status) =>
    void malformed.set(status, (malformed.get(status) ?? 0) + 1);
