import type { IncomingMessage, ServerResponse } from "node:http";
import { isUnavailable, RETRY_AFTER } from "#lib/server/db/errors";
import { log } from "#lib/server/log";
import type { Handle } from "#lib/server/next/capture";
import { loggedUrl } from "./logged-url.ts";
import { refuse } from "./refusals.ts";
import { requestId } from "./request-id.ts";

/**
 * Responds where `handle` fails before it has responded: 503 while the process has no file descriptor left or cannot reach
 * its database, otherwise 500. The details go to the log. Nothing that a request causes ends the process.
 */
export function withFailureResponses(handle: Handle): Handle {
  function fail(error: unknown, req: IncomingMessage, res: ServerResponse): void {
    log.error({ id: requestId(req), err: error, url: loggedUrl(req.url ?? "") }, "request failed while rendering");
    if (res.headersSent) {
      res.destroy();
      return;
    }
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    if (isUnavailable(error)) refuse(res, 503, "Try again in a moment", { "Retry-After": RETRY_AFTER });
    else refuse(res, 500, "The server failed to respond");
  }
  return (req, res) => {
    try {
      const handled = handle(req, res);
      // Cache hits, most of all responses, take no promise.
      return handled && Promise.resolve(handled).catch((error: unknown) => fail(error, req, res));
    } catch (error) {
      return fail(error, req, res);
    }
  };
}
