import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { asProblem } from "./as-problem.ts";
import { setCorsHeaders } from "./cors.ts";
import { requestId } from "./request-id.ts";
import { sendProblem } from "./response.ts";

type Methods = Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", NextApiHandler>>;

/** The value of `Allow`: GET implies HEAD, OPTIONS is always supported. */
function allowed(methods: Methods): string {
  const names = Object.keys(methods).flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name]));
  return [...names, "OPTIONS"].join(", ");
}

/**
 * The wrapper around every endpoint: one function per method, and what all have in common: 405 with `Allow`, HEAD through
 * GET, OPTIONS, error responses and the request id. Handlers throw and never catch Problems.
 */
export function route(methods: Methods): NextApiHandler {
  const allow = allowed(methods);

  async function dispatch(req: NextApiRequest, res: NextApiResponse): Promise<void> {
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
    const id = requestId(req);
    res.setHeader("X-Request-Id", id);
    // A mocked response lacks `req`, which sendResponse needs for HEAD.
    if (!res.req) Object.assign(res, { req });
    try {
      setCorsHeaders(req, res, allow);
      await dispatch(req, res);
    } catch (error) {
      const problem = asProblem(error);
      if (problem !== error) log.error({ id, err: error }, "request failed");
      if (res.headersSent) res.destroy();
      else sendProblem(res, problem);
    }
  };
}
