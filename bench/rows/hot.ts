import type { Comparison, Side } from "../comparison.ts";
import { send, sendSame, sendSameToBoth } from "../load.ts";
import { sample, samplePair } from "../sample.ts";
import type { Server } from "../server.ts";
import { median } from "../statistics.ts";
import { AS_BROWSER, ENCODINGS, type Encoding, READS, type Read, type Site } from "./site.ts";

/** Few enough that each response takes as long as the server does, and as many as keep it busy. */
const CONNECTIONS = [8, 64];

/** The share of time that a server is busy, below which the load is the bottleneck. */
const BUSY_MIN = 0.9;

/** The share of time that a server was busy, of requests per second at a cost in µs. */
const busy = ({ costs, values }: Side) => median(values.map((value, round) => (value * (costs[round] ?? 0)) / 1e6));

/**
 * Cache hits, compared with a server that sends the same bytes and does nothing else. On PostgreSQL in one encoding only: a hit does
 * not depend on the engine.
 */
export function hot(site: Site, seconds: number): Comparison[] {
  const encodings: Encoding[] = site.databaseUrl.startsWith("file:") ? ["br", "identity"] : ["br"];
  const reads = Object.entries(READS) as [Read, string][];
  return reads.flatMap(([read, path]) =>
    encodings.flatMap((encoding) =>
      CONNECTIONS.map((connections) => {
        const { octavo } = site;
        const bare = site.bare[encoding];
        const load = ({ url }: Server) => ({ url: url + path, headers: ENCODINGS[encoding], connections, seconds });
        return {
          work: `${read}, hot, ${encoding}, ${connections} connections`,
          against: "bare node:http, same bytes",
          unit: "requests/s" as const,
          bar: { atLeast: 0.9 },
          note: () => `${site.recorded[encoding][read].bytes.toLocaleString("en")} bytes`,
          doubt: ({ ours, theirs }) =>
            Math.min(busy(ours), busy(theirs)) < BUSY_MIN
              ? `the servers were busy ${Math.round(busy(ours) * 100)} and ${Math.round(busy(theirs) * 100)} % of the time`
              : undefined,
          both: () => samplePair([octavo, bare], () => sendSameToBoth(load(octavo), load(bare))),
        } satisfies Comparison;
      }),
    ),
  );
}

/** Compares with Next's own prerendered page; reported without a bar. */
export function prerendered({ empty, octavo }: Site, seconds: number): Comparison {
  return {
    work: "blog, hot",
    against: "prerendered page of the empty Next app",
    unit: "requests/s",
    ours: () => sample(octavo, () => sendSame({ url: octavo.url + READS.blog, headers: AS_BROWSER, seconds })),
    theirs: () => sample(empty, () => send({ url: empty.url, headers: AS_BROWSER, seconds })),
  };
}
