import type { Request } from "autocannon";
import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../load.ts";
import { startWriter } from "../octavo.ts";
import type { Server } from "../server.ts";
import { READS, type Read, type Site } from "./site.ts";

let hosts = 0;

/** A host at which nobody has asked for an address before. */
export const newHost = () => `h${++hosts}.example`;

const atNewHost = (request: Request): Request => ({ ...request, headers: { ...request.headers, Host: newHost() } });

function refuseHits(_status: number, headers: Record<string, string>): void {
  const { "Cache-Status": status = "" } = headers;
  if (status.includes("hit")) throw new Error(`a miss was to be measured, and there was a ${status}`);
}

/**
 * Each request the first one for its address since something changed. The host is another one each time, and so is the version:
 * another process changes what the public sees before each request (on PostgreSQL: all the time). What was known of the version
 * or counted is known no longer, and the response is made, hashed and kept.
 */
export async function missesPerSecond(
  server: Server,
  url: string,
  databaseUrl: string,
  seconds: number,
  connections?: number,
): Promise<number> {
  const writer = await startWriter(databaseUrl);
  const setup = (request: Request) => {
    writer.touch();
    return atNewHost(request);
  };
  try {
    return await requestsPerSecond({ url: server.url + url, seconds, connections, setup, check: refuseHits });
  } finally {
    await writer.close();
  }
}

/** Against the empty Next app, whose endpoint sends the same JSON and whose page has the same length. */
export function miss({ counterparts, databaseUrl, empty, octavo }: Site, seconds: number): Comparison[] {
  return Object.entries(READS).map(([read, url]) => ({
    work: `${read}, miss`,
    against: url.startsWith("/api/") ? "empty Next handler" : "empty getServerSideProps page",
    unit: "requests/s" as const,
    bar: { atLeast: 0.8 },
    ours: () => missesPerSecond(octavo, url, databaseUrl, seconds),
    theirs: () =>
      requestsPerSecond({
        url: empty.url + counterparts[read as Read],
        seconds,
        setup: atNewHost,
        check: refuseHits,
      }),
  }));
}
