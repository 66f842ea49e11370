import type { Request } from "autocannon";
import type { Comparison } from "../comparison.ts";
import { type Load, send } from "../load.ts";
import { startWriter } from "../octavo.ts";
import { once } from "../record.ts";
import { type Sample, type Sent, sample } from "../sample.ts";
import type { Server } from "../server.ts";
import { READS, type Read, type Site } from "./site.ts";

let hosts = 0;

/** A host that was not requested before: each has its own cache entries. */
export const newHost = () => `h${++hosts}.example`;

/** Hosts that are requested in turn: many more than concurrent requests, and no more than the cache holds. */
const KNOWN_HOSTS = 256;
const knownHost = () => `known${++hosts % KNOWN_HOSTS}.example`;

const withHost = (request: Request, host: string): Request => ({
  ...request,
  headers: { ...request.headers, Host: host },
});
const atNewHost = (request: Request) => withHost(request, newHost());

function refuseHits(_status: number, { "Cache-Status": status = "" }: Record<string, string>): void {
  if (status.includes("hit")) throw new Error(`expected a cache miss, got ${status}`);
}

/** Measures while another process bumps the content version before each request (on PostgreSQL: continuously). */
async function whileWriting(databaseUrl: string, load: Load & { host: () => string }): Promise<Sent> {
  const writer = await startWriter(databaseUrl);
  const setup = (request: Request) => {
    writer.touch();
    return withHost(request, load.host());
  };
  try {
    return await send({ ...load, setup });
  } finally {
    await writer.close();
  }
}

/**
 * Cache misses: each request has a new host and another content version, so that version and counts are queried again, and the
 * response is rendered, hashed and cached.
 */
export function missesPerSecond(
  server: Server,
  path: string,
  databaseUrl: string,
  seconds: number,
  connections?: number,
): Promise<Sample> {
  const load = { url: server.url + path, seconds, connections, host: newHost, check: refuseHits };
  return sample(server, () => whileWriting(databaseUrl, load));
}

/** Revalidations: a stale entry exists, and the change does not affect the page. */
async function revalidationsPerSecond(
  server: Server,
  path: string,
  databaseUrl: string,
  seconds: number,
): Promise<Sample> {
  for (let host = 0; host < KNOWN_HOSTS; host++) await once(server.url, path, { Host: knownHost() });
  let hits = 0;
  function check(_status: number, { "Cache-Status": status = "" }: Record<string, string>): void {
    if (status.includes("fwd-status=304")) return;
    if (!status.includes("hit")) throw new Error(`expected a revalidation, got ${status}`);
    hits += 1;
  }
  return sample(server, async () => {
    const sent = await whileWriting(databaseUrl, { url: server.url + path, seconds, host: knownHost, check });
    // A hit is not counted: another connection has revalidated the entry meanwhile.
    return { ...sent, requests: sent.requests - hits };
  });
}

/**
 * Compares with the empty Next app, whose endpoint sends the same JSON and whose pages have the same length, or render the same
 * elements from constants.
 */
export function miss({ counterparts, databaseUrl, elements, empty, octavo }: Site, seconds: number): Comparison[] {
  return Object.entries(READS).flatMap(([read, path]) => {
    const row = (
      work: string,
      against: string,
      atLeast: number,
      ours: () => Promise<Sample>,
      to: string,
    ): Comparison => ({
      work: `${read}, ${work}`,
      against,
      unit: "requests/s",
      bar: { atLeast },
      ours,
      theirs: () => sample(empty, () => send({ url: empty.url + to, seconds, setup: atNewHost, check: refuseHits })),
    });
    const rendered = () => missesPerSecond(octavo, path, databaseUrl, seconds);
    const revalidated = () => revalidationsPerSecond(octavo, path, databaseUrl, seconds);
    const [same, sameElements] = [counterparts[read as Read], elements[read as Read]];
    if (sameElements === undefined) return [row("miss", "empty Next handler", 0.8, rendered, same)];
    return [
      row("miss, revalidated", "empty getServerSideProps page", 0.8, revalidated, same),
      row("miss, rendered again", "empty getServerSideProps page", 0.5, rendered, same),
      row("miss, rendered again", "the same elements from constants", 0.8, rendered, sameElements),
    ];
  });
}
