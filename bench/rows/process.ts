import type { Comparison } from "../comparison.ts";
import { startEmptyApp } from "../empty-app.ts";
import { send } from "../load.ts";
import { startOctavo } from "../octavo.ts";
import type { Server } from "../server.ts";
import { READS, type Read, type Site, textOf } from "./site.ts";

/** Requests each path repeatedly. @returns the resident memory afterwards, in MiB */
async function memoryAfterLoad(server: Server, paths: string[], seconds: number): Promise<number> {
  for (const path of paths) await send({ url: server.url + path, seconds });
  return server.memory();
}

/**
 * The time from the start of the process to its first response, and the memory after load. Octavo caches no responses here, so that
 * it renders each of them, as the empty app does; the cache adds at most RESPONSE_CACHE.
 */
export function ofProcess({ counterparts, databaseUrl, recorded }: Site, seconds: number): Comparison[] {
  const { identity } = recorded;
  const startOurs = () => startOctavo("octavo-process", databaseUrl, { RESPONSE_CACHE: "0" });
  const startTheirs = () => startEmptyApp(textOf(identity.list), textOf(identity["one post"]), {});
  const reads = Object.keys(READS) as Read[];

  async function startMs(begin: () => Promise<Server>): Promise<number> {
    const server = await begin();
    await server.stop();
    return server.startMs;
  }

  async function memory(begin: () => Promise<Server>, paths: string[]): Promise<number> {
    const server = await begin();
    try {
      return await memoryAfterLoad(server, paths, seconds);
    } finally {
      await server.stop();
    }
  }

  return [
    {
      work: "start to first response",
      against: "empty Next app",
      unit: "ms",
      bar: { atMost: 1.2 },
      ours: () => startMs(startOurs),
      theirs: () => startMs(startTheirs),
    },
    {
      work: "memory after load",
      against: "empty Next app",
      unit: "MiB",
      bar: { atMost: 1.2 },
      ours: () => memory(startOurs, Object.values(READS)),
      theirs: () =>
        memory(
          startTheirs,
          reads.map((read) => counterparts[read]),
        ),
    },
  ];
}
