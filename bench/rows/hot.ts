import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../load.ts";
import type { Server } from "../server.ts";
import { median } from "../statistics.ts";
import { responsesPerSecond } from "../wire.ts";
import { AS_BROWSER, READS, type Read, type Site } from "./site.ts";

/** The share of time that a server is busy, below which the load is the bottleneck. */
const BUSY_MIN = 0.9;

/** Measures requests per second, and the share of time that the server was busy. */
function watched(server: Server, path: string, seconds: number) {
  const shares: number[] = [];
  return {
    async measure(): Promise<number> {
      const before = server.cpuTime();
      const rate = await responsesPerSecond({ url: server.url + path, headers: AS_BROWSER, seconds });
      shares.push((server.cpuTime() - before) / (seconds * 1000));
      return rate;
    },
    isIdle: () => median(shares) < BUSY_MIN,
    busy: () => `${Math.round(median(shares) * 100)} %`,
  };
}

/** Cache hits, compared with a server that sends the same bytes and does nothing else. */
export function hot({ bare, coded, octavo, plain }: Site, seconds: number): Comparison[] {
  return Object.entries(READS).map(([read, path]) => {
    const [ours, theirs] = [watched(octavo, path, seconds), watched(bare, path, seconds)];
    const [sent, whole] = [coded[read as Read].bytes, plain[read as Read].bytes];
    return {
      work: `${read}, hot`,
      against: "bare node:http, same bytes",
      unit: "requests/s" as const,
      bar: { atLeast: 0.8 },
      note: () =>
        `${sent} bytes over the wire, ${whole} uncompressed; busy ${ours.busy()}, ${theirs.busy()} of the time`,
      doubt: () => (ours.isIdle() || theirs.isIdle() ? "the load did not keep the servers busy" : undefined),
      ours: ours.measure,
      theirs: theirs.measure,
    };
  });
}

/** Compares with Next's own prerendered page; reported without a bar. */
export function prerendered({ empty, octavo }: Site, seconds: number): Comparison {
  return {
    work: "blog, hot",
    against: "prerendered page of the empty Next app",
    unit: "requests/s",
    ours: () => responsesPerSecond({ url: octavo.url + READS.blog, headers: AS_BROWSER, seconds }),
    theirs: () => requestsPerSecond({ url: empty.url, headers: AS_BROWSER, seconds }),
  };
}
