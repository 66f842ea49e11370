import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A client may name its request, in order to find it in the log again. */
const REQUEST_ID = /^[\w-]{8,64}$/;

/** The name of a request: the one that its client gave it, or one of ours. */
export function requestId(req: IncomingMessage): string {
  const given = req.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}
