import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../load.ts";
import type { Server } from "../server.ts";
import { median } from "../statistics.ts";
import { answersPerSecond } from "../wire.ts";
import { AS_BROWSER, READS, type Read, type Site } from "./site.ts";

/** A server that has less to do is not what is measured: the load is. */
const BUSY_MIN = 0.9;

/** Measures, and remembers how much of the time the server had work to do. */
function watched(server: Server, path: string, seconds: number) {
  const shares: number[] = [];
  return {
    async measure(): Promise<number> {
      const before = server.processorTime();
      const rate = await answersPerSecond({ url: server.url + path, headers: AS_BROWSER, seconds });
      shares.push((server.processorTime() - before) / (seconds * 1000));
      return rate;
    },
    isIdle: () => median(shares) < BUSY_MIN,
    busy: () => `${Math.round(median(shares) * 100)} %`,
  };
}

/** Asked for again while nothing changes: against a server that sends the very same bytes and does nothing else. */
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

/** What a framework's own prerendered page comes at: told, not asked for. */
export function prerendered({ empty, octavo }: Site, seconds: number): Comparison {
  return {
    work: "blog, hot",
    against: "prerendered page of the empty Next app",
    unit: "requests/s",
    ours: () => answersPerSecond({ url: octavo.url + READS.blog, headers: AS_BROWSER, seconds }),
    theirs: () => requestsPerSecond({ url: empty.url, headers: AS_BROWSER, seconds }),
  };
}
