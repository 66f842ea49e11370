import type { MetricObjectWithValues, MetricValue } from "prom-client";

/** One value of a metric, with its labels. */
export type Value = { labels: Record<string, string | number>; value: number; metricName?: string };

/** A metric with its values, as prom-client serializes it. */
export type Metric = MetricObjectWithValues<MetricValue<string>>;

/** How the values of several workers become one. */
type Aggregator = "sum" | "min" | "max";

type Kind = "counter" | "gauge" | "histogram";

/** A metric whose values were counted elsewhere than in prom-client, to be formatted by it. */
export function metric(
  kind: Kind,
  name: string,
  help: string,
  values: Value[],
  aggregator: Aggregator = "sum",
): Metric {
  // The package's types have an enum for the type, whose values at run time are these texts.
  return { name: `octavo_${name}`, help, type: kind, aggregator, values } as unknown as Metric;
}

/** A metric with one value for each value of one label. */
export const byLabel = (label: string, values: Record<string, number>): Value[] =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

/** The values of a histogram. @param counts of each bucket, the last one without an upper bound */
export function histogramValues(
  name: string,
  labels: Record<string, string>,
  bounds: readonly number[],
  counts: ArrayLike<number>,
  sum: number,
): Value[] {
  const values: Value[] = [];
  let count = 0;
  for (let i = 0; i <= bounds.length; i++) {
    count += counts[i] ?? 0;
    values.push({ labels: { ...labels, le: bounds[i] ?? "+Inf" }, value: count, metricName: `octavo_${name}_bucket` });
  }
  values.push({ labels, value: sum, metricName: `octavo_${name}_sum` });
  values.push({ labels, value: count, metricName: `octavo_${name}_count` });
  return values;
}
