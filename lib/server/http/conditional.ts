import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { NextApiRequest, NextApiResponse } from "next";
import { Problem } from "#lib/server/problem";

/** Conditional requests, RFC 9110 section 13. Every tag of ours is strong: the same tag means the same bytes. */

/** Whether a request asks for what there is, or for its head: what may be kept, and be answered with 304. */
export const isRead = ({ method }: IncomingMessage) => method === "GET" || method === "HEAD";

/** A tag of everything that the bytes of a reply depend on. */
export function entityTag(...parts: string[]): string {
  return `"${hash("sha256", JSON.stringify(parts), "base64url").slice(0, 22)}"`;
}

const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether a header that lists tags names `etag`, or every one. A weak tag counts only where the bytes do not matter. */
export function matchesTag(header: string, etag: string, takesWeak: boolean): boolean {
  if (header.trim() === "*") return true;
  return [...header.matchAll(ENTITY_TAG)].some(([, weak, tag]) => tag === etag && (takesWeak || !weak));
}

/**
 * Whether the client has the reply already and wants it only if it is another one.
 * @param modified the reply's Last-Modified, which counts where the client sends no tags
 */
export function isNotModified(req: IncomingMessage, etag: string, modified?: string): boolean {
  const { "if-modified-since": since = "", "if-none-match": header } = req.headers;
  if (header !== undefined) return matchesTag(header, etag, true);
  return modified !== undefined && Date.parse(since) >= Date.parse(modified);
}

/**
 * The Last-Modified of something that was changed at that moment (milliseconds). It counts in seconds: before the second
 * of the change is over there is none, for a change that came after it would have the same.
 */
export function lastModified(changedAt: number, now: number): string | undefined {
  const over = (Math.floor(changedAt / 1000) + 1) * 1000;
  return over <= now ? new Date(over).toUTCString() : undefined;
}

/** 304 with the headers that a full reply would have had. */
export function notModified(res: NextApiResponse, headers: Record<string, string>): void {
  res.writeHead(304, headers).end();
}

/**
 * A failed If-Match with a weak tag: it never matches (RFC 9110, section 13.1.1). Proxies that change a response, such as
 * by compressing it, weaken its tag.
 */
function failedMatch(match: string | undefined, etag: string, details: { title?: string; current: object }): Problem {
  const { current, title } = details;
  const shared = { current: { ...current }, headers: { ETag: etag } };
  if (match === undefined || !/(?:^|,)\s*W\//.test(match))
    return new Problem("precondition-failed", { title, ...shared });
  return new Problem("weak-etag", { detail: `Send the strong ETag ${etag} in If-Match.`, ...shared });
}

/**
 * Holds a write to its If-Match, or its If-None-Match.
 * @param current what the client is shown when it has missed a change
 * @param title the words for that, where it is no post that has changed
 * @param save a tag that If-Match may name as well, where `etag` tells of more than what is written
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
