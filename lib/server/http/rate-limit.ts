import type { IncomingMessage, ServerResponse } from "node:http";
import type { NextApiRequest } from "next";
import type { RateLimiterMemory } from "rate-limiter-flexible";
import { clientIp } from "#lib/server/client-ip";
import { database } from "#lib/server/db/database";
import { env } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import { type Consumed, consume, consumeInMemory, type Policy } from "#lib/server/quotas";
import type { Viewer } from "#lib/server/viewer";

const WINDOW_S = 60;

/** An editor requests a preview at every pause in typing, and saves less often. */
const PREVIEWS_PER_WRITE = 5;
/** And so it saves by itself. */
const AUTOSAVES_PER_WRITE = 2;
/** How often a client may open preview links in a minute: more than somebody who reads one does. */
export const PREVIEW_LINK_REQUESTS = 60;
/** A text may have several images. */
const UPLOADS_PER_WRITE = 2;

/**
 * Counts a request against a quota and sets the headers that report the rest (`RateLimit`, `RateLimit-Policy`:
 * draft-ietf-httpapi-ratelimit-headers).
 * @throws {Problem} 429 with `Retry-After`
 */
export type Limit = (req: NextApiRequest, res: ServerResponse, viewerId: Viewer["id"]) => Promise<void>;

/** Limits writes: WRITE_LIMIT per minute. */
export const limitWrites: Limit = (...request) => limit("writes", env().WRITE_LIMIT, ...request);

/** Limits previews, which do not count as writes. */
export const limitPreviews: Limit = (...request) =>
  limit("previews", env().WRITE_LIMIT * PREVIEWS_PER_WRITE, ...request);

/** Limits autosaves, which do not count as writes: several editors may be open, and one saves every five seconds. */
export const limitAutosaves: Limit = (...request) =>
  limit("autosaves", env().WRITE_LIMIT * AUTOSAVES_PER_WRITE, ...request);

/** Limits uploads of images, which do not count as writes: dropping a folder sends many. */
export const limitUploads: Limit = (...request) => limit("uploads", env().WRITE_LIMIT * UPLOADS_PER_WRITE, ...request);

async function limit(name: string, quota: number, ...[req, res, viewerId]: Parameters<Limit>): Promise<void> {
  if (quota === 0) return;
  const policy = { name, quota, window: WINDOW_S };
  const result = await consume(await database(), policy, viewerId ?? clientIp(req));
  for (const [name, value] of Object.entries(headersOf(policy, result))) res.setHeader(name, value);
  if (result.consumedPoints <= quota) return;
  throw new Problem("too-many-requests", { headers: { "Retry-After": secondsOf(result) } });
}

const secondsOf = ({ msBeforeNext }: Consumed) => String(Math.ceil(msBeforeNext / 1000));

const headersOf = ({ name, quota, window }: Policy, result: Consumed) => ({
  "RateLimit-Policy": `"${name}";q=${quota};w=${window}`,
  RateLimit: `"${name}";r=${result.remainingPoints};t=${secondsOf(result)}`,
});

const memoryLimiters = new Map<string, RateLimiterMemory>();

async function memoryLimiter({ name, quota, window }: Policy): Promise<RateLimiterMemory> {
  const existing = memoryLimiters.get(name);
  if (existing?.points === quota) return existing;
  const { RateLimiterMemory } = await import("rate-limiter-flexible");
  const limiter = new RateLimiterMemory({ keyPrefix: name, points: quota, duration: window });
  memoryLimiters.set(name, limiter);
  return limiter;
}

/**
 * Limits reads of a client, counted in memory so that reads write nothing. Only a refusal has the headers: other responses may be
 * cached for everyone.
 */
async function limitReads(req: IncomingMessage, policy: Policy, title: (seconds: string) => string): Promise<void> {
  if (policy.quota === 0) return;
  const result = await consumeInMemory(await memoryLimiter(policy), clientIp(req));
  if (result.consumedPoints <= policy.quota) return;
  const seconds = secondsOf(result);
  throw new Problem("too-many-requests", {
    title: title(seconds),
    headers: { ...headersOf(policy, result), "Retry-After": seconds },
  });
}

/**
 * Limits searches of an anonymous client: SEARCH_LIMIT per minute. Call it where a search runs, not where a cache or a 304 avoids
 * it.
 * @throws {Problem} 429 with `Retry-After`
 */
export const limitSearches = (req: IncomingMessage): Promise<void> =>
  limitReads(
    req,
    { name: "searches", quota: env().SEARCH_LIMIT, window: WINDOW_S },
    (seconds) => `Too many searches; try again in ${seconds} seconds`,
  );

/**
 * Limits the requests of a client for preview links, found or not: PREVIEW_LINK_REQUESTS per minute. Each may render a text that
 * no cache has.
 * @throws {Problem} 429 with `Retry-After`
 */
export const limitPreviewLinks = (req: IncomingMessage): Promise<void> =>
  limitReads(
    req,
    { name: "preview-links", quota: PREVIEW_LINK_REQUESTS, window: WINDOW_S },
    (seconds) => `Too many requests; try again in ${seconds} seconds`,
  );
