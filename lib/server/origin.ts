import type { IncomingMessage } from "node:http";
import { env } from "./env.ts";

/** A host name or IP address with an optional port, as in a Host header (RFC 9110, section 7.2). */
const HOST = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Memoizes the last valid host: nearly every request has the same one. */
let lastValidHost: string | undefined;

/** The pattern alone accepts `a:99999` and `1.2.3.4.5`, which are no hosts. */
function isHost(host: string): boolean {
  if (host === lastValidHost) return true;
  const isValid = HOST.test(host) && URL.canParse(`http://${host}`);
  if (isValid) lastValidHost = host;
  return isValid;
}

const first = (header: string | string[] | undefined) =>
  String(header ?? "")
    .split(",")[0]
    ?.trim() ?? "";

/** The origin of the site: SITE_URL, or the host that the request was sent to. No trailing slash. */
export function getOrigin(req: IncomingMessage): string {
  const { HOST: host, PORT, SITE_URL, TRUST_PROXY } = env();
  if (SITE_URL) return SITE_URL;
  const forwarded = TRUST_PROXY ? first(req.headers["x-forwarded-host"]) : "";
  const requested = forwarded || (req.headers.host ?? "");
  const isHttps = TRUST_PROXY && first(req.headers["x-forwarded-proto"]) === "https";
  return `${isHttps ? "https" : "http"}://${isHost(requested) ? requested : `${host}:${PORT}`}`;
}
