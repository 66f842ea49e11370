import type { NextApiResponse } from "next";
import type { Problem } from "#lib/server/problem";

/** A handler's response, ready to be sent or stored. */
export type ApiResponse = { status: number; headers: Record<string, string>; body: string };

/**
 * Shared caches may store the response and must revalidate it before each use. No proxy may compress it: that would weaken
 * its ETag, and a weak one never matches If-Match (RFC 9110, section 13.1.1).
 */
export const PUBLIC = { "Cache-Control": "public, max-age=0, must-revalidate, no-transform" };
/** For responses that depend on the viewer. */
export const PRIVATE = { "Cache-Control": "private, no-store, no-transform" };
const NO_STORE = { "Cache-Control": "no-store, no-transform" };

/** A header that is undefined is left out. */
type Headers = Record<string, string | undefined>;
type Options = { status?: number; headers?: Headers };

/** A JSON response; `no-store` unless `headers` say otherwise. */
export function json(body: unknown, { status = 200, headers = {} }: Options = {}): ApiResponse {
  const type = "application/json; charset=utf-8";
  const all = { "Content-Type": type, ...NO_STORE, ...headers };
  const set = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
  return { status, headers: Object.fromEntries(set), body: JSON.stringify(body) };
}

/**
 * Sends a response. Next's own `res.json` is not used: it replaces our ETag by its own and responds 304 to methods that must
 * not have it.
 */
export function sendResponse(res: NextApiResponse, { status, headers, body }: ApiResponse): void {
  res.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
  res.end(res.req?.method === "HEAD" ? undefined : body);
}

export const sendJson = (res: NextApiResponse, body: unknown, options?: Options) =>
  sendResponse(res, json(body, options));

/** Sends 204 No Content. */
export const sendNoContent = (res: NextApiResponse) => void res.writeHead(204, NO_STORE).end();

/** Sends an error (RFC 9457). */
export function sendProblem(res: NextApiResponse, problem: Problem): void {
  const headers = { "Content-Type": "application/problem+json; charset=utf-8", ...problem.headers };
  sendJson(res, problem.body(), { status: problem.status, headers });
}
