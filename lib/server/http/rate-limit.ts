import type { NextApiRequest, NextApiResponse } from "next";
import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { clientAddress } from "#lib/server/client-address";
import { database } from "#lib/server/db/current";
import { engineOf } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";

const WINDOW_S = 60;

const limiters = new WeakMap<Database, RateLimiterAbstract>();

/** The limiter of writes; its counts are kept in the database, so that a restart forgives nothing. */
async function writeLimiter(): Promise<RateLimiterAbstract> {
  const db = await database();
  const limiter =
    limiters.get(db) ??
    engineOf(db).rateLimiter({ keyPrefix: "writes", points: env().WRITE_LIMIT, duration: WINDOW_S });
  limiters.set(db, limiter);
  return limiter;
}

/**
 * Counts a write of this client against WRITE_LIMIT, and tells it what is left (`RateLimit`, `RateLimit-Policy`:
 * draft-ietf-httpapi-ratelimit-headers).
 * @throws {Problem} 429 with `Retry-After`
 */
export async function limitWrites(req: NextApiRequest, res: NextApiResponse, viewer: Viewer): Promise<void> {
  const { WRITE_LIMIT } = env();
  if (WRITE_LIMIT === 0) return;
  const limiter = await writeLimiter();
  const outcome = await limiter.consume(viewer.id ?? clientAddress(req)).catch((refusal: unknown) => {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  });
  const reset = Math.ceil(outcome.msBeforeNext / 1000);
  res.setHeader("RateLimit-Policy", `"writes";q=${WRITE_LIMIT};w=${WINDOW_S}`);
  res.setHeader("RateLimit", `"writes";r=${outcome.remainingPoints};t=${reset}`);
  if (outcome.consumedPoints > WRITE_LIMIT)
    throw new Problem("too-many-requests", { headers: { "Retry-After": String(reset) } });
}
