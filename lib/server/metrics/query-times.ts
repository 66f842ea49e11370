import { Durations } from "./durations.ts";
import { histogramValues, type Metric, metric } from "./sample.ts";

/** In seconds. */
const BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** A statement that reads, one that writes by itself, and one in a transaction. */
const QUERY_KINDS = ["read", "write", "transaction"] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

const DURATION = "database_query_duration_seconds";

/** How long statements took, and how many failed. */
export class QueryTimes {
  readonly #durations = new Durations(BOUNDS, QUERY_KINDS.length);
  readonly #failures: Record<QueryKind, number> = { read: 0, write: 0, transaction: 0 };

  observe(kind: QueryKind, seconds: number): void {
    this.#durations.observe(QUERY_KINDS.indexOf(kind), seconds);
  }

  fail(kind: QueryKind): void {
    this.#failures[kind] += 1;
  }

  metrics(): Metric[] {
    const durations = QUERY_KINDS.flatMap((kind, index) => {
      const { counts, sum } = this.#durations.read(index);
      return histogramValues(DURATION, { kind }, BOUNDS, counts, sum);
    });
    const failures = QUERY_KINDS.map((kind) => ({ labels: { kind }, value: this.#failures[kind] }));
    return [
      metric("histogram", DURATION, "Time of a statement and of waiting for a connection, in seconds.", durations),
      metric("counter", "database_query_failures_total", "Statements that failed.", failures),
    ];
  }
}
