// Loaded into the server by `--import`: writes what only the process itself knows of it, as JSON lines.
import { appendFileSync, readdirSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

/** What the server measures of itself. Sizes are in bytes. */
export type OwnSample = {
  /** After a full garbage collection: what is still referenced. */
  heap: number;
  /** Buffers outside the heap. */
  buffers: number;
  descriptors: number;
  /** The 99th percentile of the event loop's delay since the last sample, in milliseconds. */
  delay: number;
};

const { SOAK_FILE: file, SOAK_SAMPLE_MS: interval } = process.env;
// The processes that it starts are not sampled.
delete process.env.SOAK_FILE;
delete process.env.NODE_OPTIONS;

const delay = monitorEventLoopDelay({ resolution: 5 });

function sample(): OwnSample {
  const p99 = delay.percentile(99) / 1e6;
  gc?.();
  const { arrayBuffers, external, heapUsed } = process.memoryUsage();
  const descriptors = readdirSync("/proc/self/fd").length;
  // The collection is not the server's work.
  delay.reset();
  return { heap: heapUsed, buffers: external + arrayBuffers, descriptors, delay: p99 };
}

if (file) {
  delay.enable();
  setInterval(() => appendFileSync(file, `${JSON.stringify(sample())}\n`), Number(interval)).unref();
}
