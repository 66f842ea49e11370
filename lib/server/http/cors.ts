import type { NextApiRequest, NextApiResponse } from "next";
import { hasSessionCookie } from "#lib/server/accounts/cookie";
import { env } from "#lib/server/env";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";

/** Response headers that a script of another origin may read, besides the CORS-safelisted ones. */
const EXPOSED =
  "Accept-Patch, Accept-Post, Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, X-Total-Count, X-Total-Count-Relation";
/** Request headers that a script of another origin may send. */
const ACCEPTED = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Octavo-Account, X-Request-Id";
/** How long a browser may cache a preflight, in seconds. Chromium's own limit. */
const PREFLIGHT_MAX_AGE_S = "7200";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

function isListed(origin: string): boolean {
  const { CORS_ORIGINS } = env();
  return CORS_ORIGINS.includes("*") || CORS_ORIGINS.includes(origin);
}

/** Lets pages of the origins in CORS_ORIGINS read the response (Fetch standard, CORS protocol), without credentials. */
export function setCorsHeaders(req: NextApiRequest, res: NextApiResponse, methods: string): void {
  const { origin } = req.headers;
  if (env().CORS_ORIGINS.length > 0) res.setHeader("Vary", "Origin");
  if (origin === undefined || !isListed(origin)) return;
  res.setHeader("Access-Control-Allow-Origin", origin);
  res.setHeader("Access-Control-Expose-Headers", EXPOSED);
  if (req.method !== "OPTIONS") return;
  res.setHeader("Access-Control-Allow-Methods", methods);
  res.setHeader("Access-Control-Allow-Headers", ACCEPTED);
  res.setHeader("Access-Control-Max-Age", PREFLIGHT_MAX_AGE_S);
}

/** Whether a browser sent this for a page of another site. Clients that are not browsers send neither header. */
function isCrossSite(req: NextApiRequest): boolean {
  if (SAFE_METHODS.includes(req.method ?? "")) return false;
  const { origin, "sec-fetch-site": site } = req.headers;
  return origin === undefined ? site === "cross-site" || site === "same-site" : origin !== getOrigin(req);
}

/**
 * Refuses writes by pages of other sites, of any media type. A page of an origin in CORS_ORIGINS may write with a key or
 * anonymously, but never with the session of the browser.
 * @throws {Problem} 403
 */
export function requireAllowedOrigin(req: NextApiRequest): void {
  const { origin } = req.headers;
  const isAllowed = origin !== undefined && isListed(origin) && !hasSessionCookie(req);
  if (isCrossSite(req) && !isAllowed) throw new Problem("foreign-origin");
}

/** Refuses writes by pages of all other origins: for accounts and sessions. @throws {Problem} 403 */
export function requireSameOrigin(req: NextApiRequest): void {
  if (isCrossSite(req)) throw new Problem("foreign-origin");
}
