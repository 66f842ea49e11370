import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../load.ts";
import { AS_BROWSER, READS, type Read, type Site } from "./site.ts";

/** Asked for again while nothing changes: against a server that sends the very same bytes and does nothing else. */
export function hot({ bare, coded, octavo, plain }: Site, seconds: number): Comparison[] {
  return Object.entries(READS).map(([read, url]) => ({
    work: `${read}, hot`,
    against: "bare node:http, same bytes",
    unit: "requests/s" as const,
    bar: { atLeast: 0.8 },
    note: () => `${coded[read as Read].bytes} bytes over the wire, ${plain[read as Read].bytes} uncompressed`,
    ours: () => requestsPerSecond({ url: octavo.url + url, headers: AS_BROWSER, seconds }),
    theirs: () => requestsPerSecond({ url: bare.url + url, headers: AS_BROWSER, seconds }),
  }));
}

/** What a framework's own prerendered page comes at: told, not asked for. */
export function prerendered({ empty, octavo }: Site, seconds: number): Comparison {
  return {
    work: "blog, hot",
    against: "prerendered page of the empty Next app",
    unit: "requests/s",
    ours: () => requestsPerSecond({ url: octavo.url + READS.blog, headers: AS_BROWSER, seconds }),
    theirs: () => requestsPerSecond({ url: empty.url, headers: AS_BROWSER, seconds }),
  };
}
