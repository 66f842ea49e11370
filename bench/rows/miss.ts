import type { Request } from "autocannon";
import type { Comparison } from "../comparison.ts";
import { type Load, requestsPerSecond } from "../load.ts";
import { startWriter } from "../octavo.ts";
import { once } from "../record.ts";
import type { Server } from "../server.ts";
import { READS, type Read, type Site } from "./site.ts";

let hosts = 0;

/** A host at which nobody has asked for an address before. */
export const newHost = () => `h${++hosts}.example`;

/** Hosts at which an address is asked for in turn: many more than wait for an answer at a time, and no more than are kept. */
const KNOWN_HOSTS = 256;
const knownHost = () => `known${++hosts % KNOWN_HOSTS}.example`;

const withHost = (request: Request, host: string): Request => ({
  ...request,
  headers: { ...request.headers, Host: host },
});
const atNewHost = (request: Request) => withHost(request, newHost());

function refuseHits(_status: number, { "Cache-Status": status = "" }: Record<string, string>): void {
  if (status.includes("hit")) throw new Error(`a miss was to be measured, and there was a ${status}`);
}

/** What is measured while another process changes what the public sees before each request (on PostgreSQL: over and over). */
async function whileWriting(databaseUrl: string, load: Load & { host: () => string }): Promise<number> {
  const writer = await startWriter(databaseUrl);
  const setup = (request: Request) => {
    writer.touch();
    return withHost(request, load.host());
  };
  try {
    return await requestsPerSecond({ ...load, setup });
  } finally {
    await writer.close();
  }
}

/**
 * Each request the first one for its address since something changed. The host is another one each time, and so is the version.
 * What was known of the version or counted is known no longer, and the response is made, hashed and kept.
 */
export function missesPerSecond(
  server: Server,
  path: string,
  databaseUrl: string,
  seconds: number,
  connections?: number,
): Promise<number> {
  const load = { url: server.url + path, seconds, connections, host: newHost, check: refuseHits };
  return whileWriting(databaseUrl, load);
}

/** The same where the page has been made before, and the change was elsewhere: it is found to be the same. */
async function samePerSecond(server: Server, path: string, databaseUrl: string, seconds: number): Promise<number> {
  for (let host = 0; host < KNOWN_HOSTS; host++) await once(server.url, path, { Host: knownHost() });
  let hits = 0;
  function check(_status: number, { "Cache-Status": status = "" }: Record<string, string>): void {
    if (status.includes("fwd-status=304")) return;
    if (!status.includes("hit")) throw new Error(`the page was to be found the same, and there was a ${status}`);
    hits += 1;
  }
  const rate = await whileWriting(databaseUrl, { url: server.url + path, seconds, host: knownHost, check });
  // A connection that begins late may find what another one has asked for meanwhile: it does not count.
  return rate - hits / seconds;
}

/** Against the empty Next app, whose endpoint sends the same JSON and whose page has the same length. */
export function miss({ counterparts, databaseUrl, empty, octavo }: Site, seconds: number): Comparison[] {
  return Object.entries(READS).flatMap(([read, path]) => {
    const isPage = !path.startsWith("/api/");
    const theirs = () =>
      requestsPerSecond({ url: empty.url + counterparts[read as Read], seconds, setup: atNewHost, check: refuseHits });
    const row = (work: string, ours: () => Promise<number>): Comparison => ({
      work,
      against: isPage ? "empty getServerSideProps page" : "empty Next handler",
      unit: "requests/s",
      bar: { atLeast: 0.8 },
      ours,
      theirs,
    });
    const made = () => missesPerSecond(octavo, path, databaseUrl, seconds);
    if (!isPage) return [row(`${read}, miss`, made)];
    const same = () => samePerSecond(octavo, path, databaseUrl, seconds);
    return [row(`${read}, miss, found the same`, same), row(`${read}, miss, made anew`, made)];
  });
}
