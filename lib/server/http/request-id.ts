import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { recordOf } from "./request-record.ts";

/** A client may send its own id, to find the request in the log. */
const REQUEST_ID = /^[\w-]{8,64}$/;

/** Digits that no id has yet, of many ids at once: `randomUUID` takes several times as long. */
let digits = "";
let used = 0;

/** A random UUID (RFC 9562, version 4). */
function newUuid(): string {
  if (used === digits.length) {
    digits = randomBytes(4_096).toString("hex");
    used = 0;
  }
  const at = used;
  used += 32;
  return (
    `${digits.slice(at, at + 8)}-${digits.slice(at + 8, at + 12)}-4${digits.slice(at + 13, at + 16)}-` +
    `a${digits.slice(at + 17, at + 20)}-${digits.slice(at + 20, used)}`
  );
}

function createId({ headers: { "x-request-id": given } }: IncomingMessage): string {
  return typeof given === "string" && REQUEST_ID.test(given) ? given : newUuid();
}

/** The id of a request: X-Request-Id, or a new UUID. The same each time, where the request has a record. */
export function requestId(req: IncomingMessage): string {
  const record = recordOf(req);
  if (!record) return createId(req);
  record.id ??= createId(req);
  return record.id;
}
