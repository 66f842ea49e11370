import type { IncomingMessage } from "node:http";
import { env } from "./env.ts";

/** A host name or address with an optional port, as a well-formed Host header has it (RFC 9110, section 7.2). */
const HOST = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Nearly every request names the same host: the one that was found good last is not looked at again. */
let lastValidHost: string | undefined;

/** The form alone does not tell: `a:99999` and `1.2.3.4.5` are no addresses. */
function isHost(host: string): boolean {
  if (host === lastValidHost) return true;
  const isGood = HOST.test(host) && URL.canParse(`http://${host}`);
  if (isGood) lastValidHost = host;
  return isGood;
}

const first = (header: string | string[] | undefined) =>
  String(header ?? "")
    .split(",")[0]
    ?.trim() ?? "";

/** The site's address without a slash at its end: SITE_URL, or what the request was sent to. */
export function getOrigin(req: IncomingMessage): string {
  const { HOST: host, PORT, SITE_URL, TRUST_PROXY } = env();
  if (SITE_URL) return SITE_URL;
  const forwarded = TRUST_PROXY ? first(req.headers["x-forwarded-host"]) : "";
  const asked = forwarded || (req.headers.host ?? "");
  const isHttps = TRUST_PROXY && first(req.headers["x-forwarded-proto"]) === "https";
  return `${isHttps ? "https" : "http"}://${isHost(asked) ? asked : `${host}:${PORT}`}`;
}
