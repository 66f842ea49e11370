import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A client may send its own id, to find the request in the log. */
const REQUEST_ID = /^[\w-]{8,64}$/;

/** The id of a request: X-Request-Id, or a new UUID. */
export function requestId(req: IncomingMessage): string {
  const given = req.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}
