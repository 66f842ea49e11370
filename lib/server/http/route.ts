import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import { isUnavailable, RETRY_AFTER } from "#lib/server/db/errors";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { setCorsHeaders } from "./cors.ts";
import { requestId } from "./request-id.ts";
import { sendProblem } from "./response.ts";

type Methods = Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", NextApiHandler>>;

/** HEAD comes with GET; OPTIONS is always there. */
function allowed(methods: Methods): string {
  const names = Object.keys(methods).flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name]));
  return [...names, "OPTIONS"].join(", ");
}

/** What a client is told of a failure. Anything that is not a Problem is a fault of ours: its details stay in the log. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isUnavailable(error)) return new Problem("unavailable", { headers: { "Retry-After": RETRY_AFTER } });
  return new Problem("internal");
}

/**
 * The wrapper around every endpoint: one function a method, and what is the same everywhere: 405 with `Allow`, HEAD
 * through GET, OPTIONS, the reply to a failure, the request id and the log line. Handlers throw; nobody catches.
 */
export function route(methods: Methods): NextApiHandler {
  const allow = allowed(methods);

  async function answer(req: NextApiRequest, res: NextApiResponse): Promise<void> {
    if (req.method === "OPTIONS") {
      res.writeHead(204, { Allow: allow }).end();
      return;
    }
    const name = req.method === "HEAD" ? "GET" : req.method;
    const handler = Object.hasOwn(methods, name ?? "") ? methods[name as keyof Methods] : undefined;
    if (!handler) {
      throw new Problem("method-not-allowed", { title: `Method ${req.method} Not Allowed`, headers: { Allow: allow } });
    }
    await handler(req, res);
  }

  return async function handle(req, res) {
    const started = performance.now();
    const id = requestId(req);
    res.setHeader("X-Request-Id", id);
    // A mocked response does not know its request, which a reply to HEAD asks for.
    if (!res.req) Object.assign(res, { req });
    try {
      setCorsHeaders(req, res, allow);
      await answer(req, res);
    } catch (error) {
      const problem = asProblem(error);
      if (problem !== error) log.error({ id, err: error }, "request failed");
      if (res.headersSent) res.destroy();
      else sendProblem(res, problem);
    }
    const { method, url } = req;
    log.info({ id, method, url, status: res.statusCode, ms: Math.round(performance.now() - started) }, "request");
  };
}
