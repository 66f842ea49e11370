import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../load.ts";
import { AUTHORIZED, draft } from "../octavo.ts";
import type { Server } from "../server.ts";

/** Creates durable posts, compared with a handler that parses the same body and stores nothing. */
export function create(octavo: Server, empty: Server, seconds: number): Comparison[] {
  const body = JSON.stringify(draft(1));
  return [1, 8].map((connections) => ({
    work: `create, ${connections} at a time`,
    against: "empty Next handler that parses the body",
    unit: "requests/s" as const,
    bar: { atLeast: 0.7 },
    ours: () => requestsPerSecond({ url: `${octavo.url}/api/posts`, headers: AUTHORIZED, body, connections, seconds }),
    theirs: () => requestsPerSecond({ url: `${empty.url}/api/posts`, headers: AUTHORIZED, body, connections, seconds }),
  }));
}
