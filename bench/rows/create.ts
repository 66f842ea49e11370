import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../load.ts";
import { AUTHORIZED, draft } from "../octavo.ts";
import type { Server } from "../server.ts";
import { median } from "../statistics.ts";

/** How many times as long as the sum of its parts a create may take. */
const BAR = { atMost: 1.25 };

/** What a create consists of. Concurrent ones share a commit on SQLite. */
const PARTS = ["empty handler", "durable commit of the same rows", "rendering"] as const;

/** Creates durable posts, compared with the sum of what that consists of, each measured alone. All in milliseconds of a post. */
export function create(octavo: Server, empty: Server, parts: Server, seconds: number): Comparison[] {
  const body = JSON.stringify(draft(1));
  return [1, 8].map((connections) => {
    const measured = PARTS.map((): number[] => []);
    const request = async ({ url }: Server, seconds: number) =>
      1000 / (await requestsPerSecond({ url: `${url}/api/posts`, headers: AUTHORIZED, body, connections, seconds }));
    const part = async (name: string, seconds: number) => {
      const response = await fetch(`${parts.url}/${name}?together=${connections}&seconds=${seconds}`);
      return Number(await response.text());
    };
    return {
      work: `create, ${connections} at a time`,
      against: "the sum of its parts alone",
      unit: "ms" as const,
      bar: BAR,
      note: () => PARTS.map((name, index) => `${name} ${median(measured[index] ?? []).toFixed(2)}`).join(", "),
      ours: () => request(octavo, seconds),
      async theirs() {
        const each = seconds / 2;
        const times = [await request(empty, seconds), await part("commit", each), await part("render", each)];
        for (const [index, time] of times.entries()) measured[index]?.push(time);
        return times.reduce((sum, time) => sum + time, 0);
      },
    };
  });
}
