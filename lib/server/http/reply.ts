import type { NextApiResponse } from "next";
import type { Problem } from "#lib/server/problem";

type Reply = { status?: number; headers?: Record<string, string>; type?: string };

/**
 * Writes a JSON reply. Next's own `res.json` is not used: it replaces our ETag by its own and answers 304 to methods
 * that must not have it.
 */
export function reply(res: NextApiResponse, body: unknown, { status = 200, headers = {}, type }: Reply = {}): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "Content-Type": type ?? "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    ...headers,
  });
  res.end(res.req?.method === "HEAD" ? undefined : text);
}

/** 201 with the new thing and where it lives. */
export function created(res: NextApiResponse, body: unknown, location: string): void {
  reply(res, body, { status: 201, headers: { Location: location } });
}

/** 204: done, and nothing more to say. */
export function noContent(res: NextApiResponse): void {
  res.writeHead(204, { "Cache-Control": "no-store" });
  res.end();
}

/** The one form of an error reply, RFC 9457. */
export function replyProblem(res: NextApiResponse, problem: Problem): void {
  const { status, headers } = problem;
  reply(res, problem.body(), { status, headers, type: "application/problem+json; charset=utf-8" });
}
