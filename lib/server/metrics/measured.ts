import type { QueryKind } from "./query-times.ts";
import { metricsState } from "./state.ts";

/** Executes a statement, and measures it while metrics are collected. */
export async function measured<T>(kind: QueryKind, execute: () => Promise<T>): Promise<T> {
  const times = metricsState()?.queries;
  if (!times) return execute();
  const started = performance.now();
  try {
    return await execute();
  } catch (error) {
    times.fail(kind);
    throw error;
  } finally {
    times.observe(kind, (performance.now() - started) / 1000);
  }
}
