import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { recordOf } from "./request-record.ts";

/** A client may send its own id, to find the request in the log. */
const REQUEST_ID = /^[\w-]{8,64}$/;

function createId({ headers: { "x-request-id": given } }: IncomingMessage): string {
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

/** The id of a request: X-Request-Id, or a new UUID. The same each time, where the request has a record. */
export function requestId(req: IncomingMessage): string {
  const record = recordOf(req);
  if (!record) return createId(req);
  record.id ??= createId(req);
  return record.id;
}
