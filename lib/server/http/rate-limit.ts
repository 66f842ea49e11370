import type { ServerResponse } from "node:http";
import type { NextApiRequest } from "next";
import { clientAddress } from "#lib/server/client-address";
import { database } from "#lib/server/db/current";
import { env } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import { consume } from "#lib/server/rate-limiter";
import type { Viewer } from "#lib/server/viewer";

const WINDOW_S = 60;

/**
 * Counts a write of this client against WRITE_LIMIT, and tells it what is left (`RateLimit`, `RateLimit-Policy`:
 * draft-ietf-httpapi-ratelimit-headers).
 * @throws {Problem} 429 with `Retry-After`
 */
export async function limitWrites(req: NextApiRequest, res: ServerResponse, caller: Viewer["id"]): Promise<void> {
  const { WRITE_LIMIT } = env();
  if (WRITE_LIMIT === 0) return;
  const policy = { name: "writes", quota: WRITE_LIMIT, window: WINDOW_S };
  const { consumedPoints, msBeforeNext, remainingPoints } = await consume(
    await database(),
    policy,
    caller ?? clientAddress(req),
  );
  const reset = Math.ceil(msBeforeNext / 1000);
  res.setHeader("RateLimit-Policy", `"writes";q=${WRITE_LIMIT};w=${WINDOW_S}`);
  res.setHeader("RateLimit", `"writes";r=${remainingPoints};t=${reset}`);
  if (consumedPoints > WRITE_LIMIT)
    throw new Problem("too-many-requests", { headers: { "Retry-After": String(reset) } });
}
