import { database } from "#lib/server/db/database";
import { getEngine } from "#lib/server/db/engine";
import { cacheMetrics } from "./caches.ts";
import { byLabel, type Metric, metric } from "./sample.ts";
import type { MetricsState } from "./state.ts";

async function databaseMetrics(): Promise<Metric[]> {
  const db = await database();
  const engine = getEngine(db);
  const { idle, inUse, waiting } = engine.connections();
  const isListening = engine.isListening();
  const listener = isListening === undefined ? [] : [{ labels: {}, value: Number(isListening) }];
  return [
    metric(
      "gauge",
      "database_connections",
      "Connections to the database: in use, idle, and requests that wait for one.",
      byLabel("state", { in_use: inUse, idle, waiting }),
    ),
    metric(
      "gauge",
      "database_listener_connected",
      "Whether PostgreSQL's notifications of changes arrive (LISTEN); 0 if any worker is without.",
      listener,
      "min",
    ),
    ...cacheMetrics(db),
  ];
}

/** A number that is none, such as a mean of nothing, would not survive being sent to another process. */
const withFiniteValues = (one: Metric): Metric => ({
  ...one,
  values: one.values.filter(({ value }) => Number.isFinite(value)),
});

/** What this process has counted, and its state now. */
export async function takeSnapshot(state: MetricsState): Promise<Metric[]> {
  const malformed = [...state.malformed].map(([status, value]) => ({ labels: { status }, value }));
  const connections = await state.connections();
  const metrics = [
    ...state.requests.metrics(),
    metric(
      "counter",
      "http_malformed_requests_total",
      "Requests that were refused before they had a route: bytes that are no HTTP, upgrades.",
      malformed,
    ),
    metric("gauge", "http_connections", "Open connections of clients.", [{ labels: {}, value: connections }]),
    ...state.queries.metrics(),
    ...(await databaseMetrics()),
    ...(await state.ofProcess()),
  ];
  return metrics.map(withFiniteValues);
}
