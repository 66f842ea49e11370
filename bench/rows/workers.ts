import type { Comparison } from "../comparison.ts";
import { cores } from "../machine.ts";
import { startOctavo } from "../octavo.ts";
import { sample } from "../sample.ts";
import type { Server } from "../server.ts";
import { sendWithWire } from "../wire.ts";
import { newHost } from "./miss.ts";
import { READS } from "./site.ts";

/** Two workers and the load. */
const CORES_NEEDED = 3;

const CONNECTIONS = 16;

/**
 * Two worker processes on all cores, compared with one on one core. Each request is a cache miss. On two cores the load competes
 * with the workers.
 */
export async function workers(
  databaseUrl: string,
  seconds: number,
): Promise<{ comparisons: Comparison[]; stop(): Promise<void> }> {
  const two = await startOctavo("octavo-two", databaseUrl, { WORKERS: "2" });
  const one = await startOctavo("octavo-one", databaseUrl);
  const misses = (server: Server) =>
    sample(server, () =>
      sendWithWire({
        url: server.url + READS.blog,
        headers: () => ({ Host: newHost() }),
        connections: CONNECTIONS,
        seconds,
      }),
    );
  const isShort = cores < CORES_NEEDED;
  return {
    comparisons: [
      {
        work: "blog, miss, two workers",
        against: "one worker",
        unit: "requests/s",
        bar: { atLeast: 1.7 },
        note: () => (isShort ? `the load shares the second worker's core: ${CORES_NEEDED} cores are needed` : ""),
        ours: () => misses(two),
        theirs: () => misses(one),
      },
    ],
    async stop() {
      await two.stop();
      await one.stop();
    },
  };
}
