import type { NextApiRequest, NextApiResponse } from "next";
import { env } from "#lib/server/env";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";

/** The headers of ours that a script of another origin may read beyond the few that are always readable. */
const EXPOSED =
  "Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, X-Total-Count";
/** The headers that a script of another origin may send. */
const ACCEPTED = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id";
/** How long a browser may remember the answer to a preflight, in seconds. Chromium's own limit. */
const PREFLIGHT_KEPT_S = "7200";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

function isListed(origin: string): boolean {
  const { CORS_ORIGINS } = env();
  return CORS_ORIGINS.includes("*") || CORS_ORIGINS.includes(origin);
}

/** Lets a page of an origin in CORS_ORIGINS read the reply (Fetch standard, CORS protocol). Cookies are never let through. */
export function setCorsHeaders(req: NextApiRequest, res: NextApiResponse, methods: string): void {
  const { origin } = req.headers;
  if (env().CORS_ORIGINS.length > 0) res.setHeader("Vary", "Origin");
  if (origin === undefined || !isListed(origin)) return;
  res.setHeader("Access-Control-Allow-Origin", origin);
  res.setHeader("Access-Control-Expose-Headers", EXPOSED);
  if (req.method !== "OPTIONS") return;
  res.setHeader("Access-Control-Allow-Methods", methods);
  res.setHeader("Access-Control-Allow-Headers", ACCEPTED);
  res.setHeader("Access-Control-Max-Age", PREFLIGHT_KEPT_S);
}

/**
 * Refuses what a browser sends on behalf of a page of another site, whatever its media type. Programs that are not
 * browsers send neither header.
 * @throws {Problem} 403
 */
export function refuseForeignOrigin(req: NextApiRequest): void {
  if (SAFE_METHODS.includes(req.method ?? "")) return;
  const { origin, "sec-fetch-site": site } = req.headers;
  const isForeign = origin === undefined ? site === "cross-site" || site === "same-site" : origin !== originOf(req);
  if (isForeign && !(origin !== undefined && isListed(origin))) throw new Problem("foreign-origin");
}
