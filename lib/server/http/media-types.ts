import type { NextApiRequest } from "next";
import { Problem } from "#lib/server/problem";

const JSON_TYPE = "application/json";
const PATCH_TYPE = "application/merge-patch+json";
export const FORM_TYPE = "application/x-www-form-urlencoded";
const KNOWN_TYPES = [JSON_TYPE, PATCH_TYPE, FORM_TYPE];

/** The response header that lists accepted media types: W3C LDP, section 7.1; RFC 5789, section 3.1; RFC 9110, section 12.5.1. */
const ACCEPT_HEADERS: Record<string, string> = { POST: "Accept-Post", PATCH: "Accept-Patch" };
/** How much of a client's value an error repeats, in characters. */
const QUOTED_MAX = 100;

/** The error of a body with a media type that is none of the accepted ones. */
export function unsupportedType({ method = "" }: NextApiRequest, type: string, types: string[]): Problem {
  const accepted = types.join(", ");
  return new Problem("unsupported-media-type", {
    detail: `The body is \`${type.slice(0, QUOTED_MAX)}\`; accepted: ${accepted}.`,
    headers: { [ACCEPT_HEADERS[method] ?? "Accept"]: accepted },
  });
}

function unsupportedEncoding(encoding: string): Problem {
  return new Problem("unsupported-media-type", {
    title: "The content encoding is not supported",
    detail: `The body is encoded with \`${encoding.slice(0, QUOTED_MAX)}\`; send it unencoded.`,
    headers: { "Accept-Encoding": "identity" },
  });
}

/** @throws {Problem} 415 for a body with a content encoding */
export function requireUnencoded({ headers }: NextApiRequest): void {
  const { "content-encoding": encoding = "identity" } = headers;
  if (encoding.toLowerCase() !== "identity") throw unsupportedEncoding(encoding);
}

/**
 * The media type of a request's body; a body without Content-Type counts as JSON.
 * @throws {Problem} 415 for a media type or a content encoding that is not supported
 */
export function requireReadable(req: NextApiRequest): string {
  const type = req.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? JSON_TYPE;
  const json = req.method === "PATCH" ? [PATCH_TYPE, JSON_TYPE] : [JSON_TYPE];
  if (!KNOWN_TYPES.includes(type)) throw unsupportedType(req, type, [...json, FORM_TYPE]);
  requireUnencoded(req);
  return type;
}
