import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Engine } from "../engines.ts";
import { startOctavo } from "../octavo.ts";
import { folder, type Server } from "../server.ts";
import { Load } from "./load.ts";
import type { OwnSample } from "./sampler.ts";
import { type Counts, TimeLapse } from "./time-lapse.ts";
import type { Point, Tolerance } from "./trend.ts";

/** How often is measured, in milliseconds: 180 times in a soak of 15 minutes, and 60 times in a short one. */
const SAMPLE_MS = 5_000;
const SAMPLES_MIN = 60;
/** Between two passes of the time lapse, in milliseconds. */
const LAPSE_MS = 30_000;

/** One sample: sizes in MiB, delay in milliseconds. */
export type Values = {
  memory: number;
  heap: number;
  buffers: number;
  descriptors: number;
  delay: number;
  /** SQLite only. */
  wal?: number;
} & Counts;

export type Measure = keyof Values;

/** What is measured, with the growth over the second half up to which it counts as level. */
export const MEASURES: Record<Measure, { label: string; unit: string; tolerance: Tolerance }> = {
  // Its image process included, which comes and goes with uploads.
  memory: { label: "resident memory", unit: "MiB", tolerance: { fraction: 0.1, amount: 20 } },
  heap: { label: "heap after a full collection", unit: "MiB", tolerance: { fraction: 0.1, amount: 3 } },
  buffers: { label: "buffers outside the heap", unit: "MiB", tolerance: { fraction: 0.1, amount: 3 } },
  descriptors: { label: "file descriptors", unit: "", tolerance: { fraction: 0.1, amount: 5 } },
  delay: { label: "event-loop delay, 99th percentile", unit: "ms", tolerance: { fraction: 0.25, amount: 15 } },
  wal: { label: "write-ahead log", unit: "MiB", tolerance: { fraction: 0.1, amount: 1 } },
  "rate limits": { label: "rows: rate limits", unit: "", tolerance: { fraction: 0.1, amount: 20 } },
  "idempotency keys": { label: "rows: idempotency keys", unit: "", tolerance: { fraction: 0.1, amount: 20 } },
  sessions: { label: "rows: sessions", unit: "", tolerance: { fraction: 0.1, amount: 20 } },
  "preview links": { label: "rows: preview links", unit: "", tolerance: { fraction: 0.1, amount: 20 } },
  trash: { label: "rows: posts in the trash", unit: "", tolerance: { fraction: 0.1, amount: 20 } },
  images: { label: "rows: images that nothing uses", unit: "", tolerance: { fraction: 0.1, amount: 20 } },
};

export type Soak = {
  engine: string;
  minutes: number;
  series: Partial<Record<Measure, Point[]>>;
  /** How often each part of the load has run. */
  counts: Record<string, number>;
  failures: string[];
};

const MIB = 2 ** 20;

function walOf(databaseUrl: string): number | undefined {
  if (!databaseUrl.startsWith("file:")) return undefined;
  return (statSync(`${databaseUrl.slice("file:".length)}-wal`, { throwIfNoEntry: false })?.size ?? 0) / MIB;
}

/** The last line that the server has written about itself. */
function lastOwnSample(file: string): OwnSample | undefined {
  const line = readFileSync(file, "utf8").trimEnd().split("\n").at(-1);
  return line ? (JSON.parse(line) as OwnSample) : undefined;
}

async function sample(server: Server, databaseUrl: string, own: OwnSample, lapse: TimeLapse): Promise<Values> {
  const wal = walOf(databaseUrl);
  return {
    memory: server.memory(),
    heap: own.heap / MIB,
    buffers: own.buffers / MIB,
    descriptors: own.descriptors,
    delay: own.delay,
    ...(wal !== undefined && { wal }),
    ...(await lapse.count()),
  };
}

/** Uses a new site for a while, and measures it. @param report called with a line for each sample */
export async function soak(engine: Engine, minutes: number, report: (line: string) => void): Promise<Soak> {
  const name = `soak-${engine.name}`;
  const databaseUrl = await engine.newDatabase("soak");
  const file = path.join(folder, `${name}.jsonl`);
  writeFileSync(file, "");
  const every = Math.min(SAMPLE_MS, (minutes * 60_000) / SAMPLES_MIN);
  const server = await startOctavo(name, databaseUrl, {
    NODE_OPTIONS: "--expose-gc --import ./bench/soak/sampler.ts",
    SOAK_FILE: file,
    SOAK_SAMPLE_MS: String(every),
    FILES_URL: `file:${path.join(folder, `${name}-images`)}`,
    SEARCH_LIMIT: "600",
    // Full within minutes.
    RESPONSE_CACHE: "8",
    TRUST_PROXY: "true",
    SIGN_UP: "open",
  });
  const load = new Load(server.url);
  await load.prepare(readFileSync(path.join(folder, `${name}.log`), "utf8"));
  const lapse = await TimeLapse.open(databaseUrl);
  const series: Soak["series"] = {};
  const started = performance.now();
  const end = started + minutes * 60_000;
  const running = load.run();
  let passed = started;
  try {
    while (performance.now() < end) {
      await wait(every);
      if (performance.now() - passed >= LAPSE_MS) {
        passed = performance.now();
        await lapse.pass();
      }
      const own = lastOwnSample(file);
      if (!own) continue;
      const minute = (performance.now() - started) / 60_000;
      const values = await sample(server, databaseUrl, own, lapse);
      for (const [measure, value] of Object.entries(values) as [Measure, number][]) {
        series[measure] ??= [];
        series[measure].push({ minute, value });
      }
      report(
        `${engine.name}, minute ${minute.toFixed(1)}: ${JSON.stringify(values, (_, v) => (typeof v === "number" ? Math.round(v * 10) / 10 : v))}`,
      );
    }
  } finally {
    load.stop();
    await running;
    await lapse.close();
    await server.stop();
  }
  return { engine: engine.name, minutes, series, counts: load.counts, failures: load.failures };
}
