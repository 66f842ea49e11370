import type { Request } from "autocannon";
import { memoize } from "#lib/server/memoize";
import type { Comparison } from "../comparison.ts";
import { send } from "../load.ts";
import { AUTHORIZED, draft, fill } from "../octavo.ts";
import { inMs, sample } from "../sample.ts";
import type { Server } from "../server.ts";
import { median } from "../statistics.ts";

/** How many times as long as the sum of its parts a create may take. */
const BAR = { atMost: 1.25 };

/** After so many posts V8 has compiled what creating one runs; a round has a few hundred. */
const WARM_UP = 2_000;

/** What a create consists of. Concurrent ones share a commit on SQLite. */
const PARTS = ["empty handler", "durable commit of the same rows", "rendering"] as const;

/** Creates durable posts, compared with the sum of what that consists of, each measured alone. All in milliseconds of a post. */
export function create(octavo: Server, empty: Server, parts: Server, seconds: number): Comparison[] {
  const warmUp = memoize(() => fill(octavo, WARM_UP));
  let posts = WARM_UP + 1;
  /** Another text each time, as none is read twice. */
  const setup = (request: Request) => ({ ...request, body: JSON.stringify(draft(posts++)) });
  return [1, 8].map((connections) => {
    const measured = PARTS.map((): number[] => []);
    const request = (server: Server, seconds: number) =>
      sample(server, () =>
        send({ url: `${server.url}/api/posts`, headers: AUTHORIZED, body: "", setup, connections, seconds }),
      );
    const part = (name: string, seconds: number) =>
      sample(parts, async () => {
        const response = await fetch(`${parts.url}/${name}?together=${connections}&seconds=${seconds}`);
        return { requests: (seconds * 1000) / Number(await response.text()), seconds };
      });
    return {
      work: `create, ${connections} at a time`,
      against: "the sum of its parts alone",
      unit: "ms" as const,
      bar: BAR,
      warmUp,
      note: () => PARTS.map((name, index) => `${name} ${median(measured[index] ?? []).toFixed(2)}`).join(", "),
      ours: async () => inMs(await request(octavo, seconds)),
      async theirs() {
        const each = seconds / 2;
        const samples = [await request(empty, seconds), await part("commit", each), await part("render", each)].map(
          inMs,
        );
        for (const [index, { value }] of samples.entries()) measured[index]?.push(value);
        return {
          value: samples.reduce((sum, { value }) => sum + value, 0),
          cost: samples.reduce((sum, { cost = 0 }) => sum + cost, 0),
        };
      },
    };
  });
}
