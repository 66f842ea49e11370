import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";

/** COSE algorithm identifiers; every authenticator supports one of EdDSA, ES256 and RS256. */
export const ALGORITHMS = [-8, -7, -257];

/**
 * The WebAuthn relying party: credentials belong to its host name and work on its origin only.
 * @throws {Problem} 400 if the host is an IP, for which browsers create no passkeys
 */
export function getRelyingParty(req: IncomingMessage): { id: string; origin: string } {
  const { hostname, origin } = new URL(getOrigin(req));
  if (isIP(hostname.replace(/^\[|\]$/g, "")) === 0) return { id: hostname, origin };
  throw new Problem("validation", {
    title: "Passkeys need a site with a name",
    detail: "This request was sent to an IP address. On your own machine, use `localhost`.",
  });
}
