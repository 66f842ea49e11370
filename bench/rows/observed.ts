import type { Comparison } from "../comparison.ts";
import { sendSameToBoth } from "../load.ts";
import { startOctavo } from "../octavo.ts";
import { samplePair } from "../sample.ts";
import type { Server } from "../server.ts";
import { AS_BROWSER, READS } from "./site.ts";

const METRICS_TOKEN = "the-token-of-the-benchmark";

/** Cache hits while each request is logged or counted, compared with the same server that does neither. */
export async function observed(
  databaseUrl: string,
  seconds: number,
): Promise<{ comparisons: Comparison[]; stop(): Promise<void> }> {
  const plain = await startOctavo("octavo-plain", databaseUrl, { LOG_LEVEL: "warn" });
  const logging = await startOctavo("octavo-logging", databaseUrl);
  const counting = await startOctavo("octavo-counting", databaseUrl, { LOG_LEVEL: "warn", METRICS_TOKEN });
  const servers = [plain, logging, counting];
  const load = ({ url }: Server, path: string) => ({ url: url + path, headers: AS_BROWSER, seconds });
  const row = (path: string, what: string, against: string, server: Server, atLeast: number): Comparison => ({
    work: `${path}, hot, ${what}`,
    against,
    unit: "requests/s",
    bar: { atLeast },
    both: () => samplePair([server, plain], () => sendSameToBoth(load(server, path), load(plain, path))),
  });
  return {
    comparisons: [READS.list, READS.blog].flatMap((path) => [
      row(path, "counted (METRICS_TOKEN)", "not counted", counting, 0.95),
      row(path, "logged (LOG_LEVEL=info)", "not logged (warn)", logging, 0.8),
    ]),
    async stop() {
      for (const server of servers) await server.stop();
    },
  };
}
