import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { NextApiRequest, NextApiResponse } from "next";
import { Problem } from "#lib/server/problem";

/** Conditional requests (RFC 9110, section 13). All our ETags are strong: the same ETag means the same bytes. */

/** Whether a request is a GET or HEAD, whose response may be cached and may be a 304. */
export const isRead = ({ method }: IncomingMessage) => method === "GET" || method === "HEAD";

/** A strong ETag, from everything that the bytes of a response depend on. */
export function entityTag(...parts: string[]): string {
  // Each with its length, so that no other parts make the same text.
  const text = parts.map((part) => `${part.length} ${part}`).join("");
  return `"${hash("sha256", text, "base64url").slice(0, 22)}"`;
}

/** The time of a save in an ETag, besides the version: a restored backup may save the same version again, later. */
export const formatSaveTime = (milliseconds: number): string => milliseconds.toString(36);

const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether a list of ETags contains `etag`, or is `*`. @param takesWeak weak comparison (RFC 9110, section 8.8.3.2) */
export function matchesTag(header: string, etag: string, takesWeak: boolean): boolean {
  if (header.trim() === "*") return true;
  return [...header.matchAll(ENTITY_TAG)].some(([, weak, tag]) => tag === etag && (takesWeak || !weak));
}

/**
 * Whether a conditional GET is to be responded to with 304.
 * @param modified the response's Last-Modified, which counts where the request has no If-None-Match
 */
export function isNotModified(req: IncomingMessage, etag: string, modified?: string): boolean {
  const { "if-modified-since": since = "", "if-none-match": header } = req.headers;
  if (header !== undefined) return matchesTag(header, etag, true);
  return modified !== undefined && Date.parse(since) >= Date.parse(modified);
}

/**
 * The Last-Modified of a resource changed at `changedAt`, in milliseconds. Undefined until the second of the change is over:
 * a later change in it would have the same date.
 */
export function lastModified(changedAt: number, now: number): string | undefined {
  const nextSecond = (Math.floor(changedAt / 1000) + 1) * 1000;
  return nextSecond <= now ? new Date(nextSecond).toUTCString() : undefined;
}

/** Responds 304. @param headers those of the full response */
export function notModified(res: NextApiResponse, headers: Record<string, string>): void {
  res.writeHead(304, headers).end();
}

/**
 * The error of a failed If-Match. A weak ETag never matches (RFC 9110, section 13.1.1): proxies that change a response, such
 * as by compressing it, weaken its ETag.
 */
function failedMatch(match: string | undefined, etag: string, details: { title?: string; current: object }): Problem {
  const { current, title } = details;
  const shared = { current: { ...current }, headers: { ETag: etag } };
  if (match === undefined || !/(?:^|,)\s*W\//.test(match))
    return new Problem("precondition-failed", { title, ...shared });
  return new Problem("weak-etag", { detail: `Send the strong ETag ${etag} in If-Match.`, ...shared });
}

/**
 * Enforces If-Match and If-None-Match of a write.
 * @param current the state that a 412 shows to the client
 * @param title of the 412, where the resource is no post
 * @param save another ETag that If-Match may name, where `etag` covers more than what is written
 * @throws {Problem} 412
 */
export function requireMatch(
  req: NextApiRequest,
  etag: string,
  current: Record<string, unknown>,
  { title, save = etag }: { title?: string; save?: string } = {},
): void {
  const match = req.headers["if-match"];
  const isMissed = match !== undefined && !matchesTag(match, etag, false) && !matchesTag(match, save, false);
  if (isMissed) throw failedMatch(match, etag, { title, current });
  if (isNotModified(req, etag)) throw failedMatch(undefined, etag, { title, current });
}
