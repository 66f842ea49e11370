import type { IncomingMessage, ServerResponse } from "node:http";
import type { NextApiRequest } from "next";
import type { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { clientIp } from "#lib/server/client-ip";
import { database } from "#lib/server/db/database";
import { env } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import { consume, consumeFrom, type Policy } from "#lib/server/rate-limits";
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
  const counted = await consume(await database(), policy, caller ?? clientIp(req));
  for (const [name, value] of Object.entries(headersOf(policy, counted))) res.setHeader(name, value);
  if (counted.consumedPoints <= quota) return;
  throw new Problem("too-many-requests", { headers: { "Retry-After": secondsOf(counted) } });
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes) => String(Math.ceil(msBeforeNext / 1000));

const headersOf = ({ name, quota, window }: Policy, counted: RateLimiterRes) => ({
  "RateLimit-Policy": `"${name}";q=${quota};w=${window}`,
  RateLimit: `"${name}";r=${counted.remainingPoints};t=${secondsOf(counted)}`,
});

let searches: RateLimiterMemory | undefined;

/**
 * Counts a search of an anonymous client, SEARCH_LIMIT a minute, in the memory of this process: a read writes nothing. To be
 * called where a search is run, and not where a cache or a 304 spares it. The headers come with a refusal only: other
 * responses to searches are cached for everyone.
 * @throws {Problem} 429 with `Retry-After`
 */
export async function limitSearches(req: IncomingMessage): Promise<void> {
  const policy = { name: "searches", quota: env().SEARCH_LIMIT, window: WINDOW_S };
  if (policy.quota === 0) return;
  if (searches?.points !== policy.quota) {
    const { RateLimiterMemory } = await import("rate-limiter-flexible");
    searches = new RateLimiterMemory({ keyPrefix: policy.name, points: policy.quota, duration: policy.window });
  }
  const counted = await consumeFrom(searches, clientIp(req));
  if (counted.consumedPoints <= policy.quota) return;
  const seconds = secondsOf(counted);
  throw new Problem("too-many-requests", {
    title: `Too many searches; try again in ${seconds} seconds`,
    headers: { ...headersOf(policy, counted), "Retry-After": seconds },
  });
}
