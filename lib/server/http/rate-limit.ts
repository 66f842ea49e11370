import type { ServerResponse } from "node:http";
import type { NextApiRequest } from "next";
import { clientAddress } from "#lib/server/client-address";
import { database } from "#lib/server/db/current";
import { env } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import { consume } from "#lib/server/rate-limiter";
import type { Viewer } from "#lib/server/viewer";

const WINDOW_S = 60;

/** Somebody who types asks for a preview with every pause, and stores the text once in a while. */
const PREVIEWS_A_WRITE = 5;

/**
 * Counts what a client does, and tells it how often it still may (`RateLimit`, `RateLimit-Policy`:
 * draft-ietf-httpapi-ratelimit-headers).
 * @throws {Problem} 429 with `Retry-After`
 */
export type Limit = (req: NextApiRequest, res: ServerResponse, caller: Viewer["id"]) => Promise<void>;

/** Writes: WRITE_LIMIT a minute. */
export const limitWrites: Limit = (...request) => limit("writes", env().WRITE_LIMIT, ...request);

/** Previews, which do not count as writes. */
export const limitPreviews: Limit = (...request) => limit("previews", env().WRITE_LIMIT * PREVIEWS_A_WRITE, ...request);

async function limit(name: string, quota: number, ...[req, res, caller]: Parameters<Limit>): Promise<void> {
  if (quota === 0) return;
  const policy = { name, quota, window: WINDOW_S };
  const { consumedPoints, msBeforeNext, remainingPoints } = await consume(
    await database(),
    policy,
    caller ?? clientAddress(req),
  );
  const reset = Math.ceil(msBeforeNext / 1000);
  res.setHeader("RateLimit-Policy", `"${name}";q=${quota};w=${WINDOW_S}`);
  res.setHeader("RateLimit", `"${name}";r=${remainingPoints};t=${reset}`);
  if (consumedPoints > quota) throw new Problem("too-many-requests", { headers: { "Retry-After": String(reset) } });
}
