import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";

/** The algorithms that every authenticator has one of: EdDSA, ES256, RS256 (COSE's numbers). */
export const ALGORITHMS = [-8, -7, -257];

/**
 * The site as WebAuthn knows it: credentials belong to its host's name, and are used on its origin alone.
 * @throws {Problem} 400 where it is visited by an IP address, which no browser makes passkeys for
 */
export function getRelyingParty(req: IncomingMessage): { id: string; origin: string } {
  const { hostname, origin } = new URL(getOrigin(req));
  if (isIP(hostname.replace(/^\[|\]$/g, "")) === 0) return { id: hostname, origin };
  throw new Problem("validation", {
    title: "Passkeys need a site with a name",
    detail: "This one was asked for by an IP address. On one's own machine `localhost` is a name.",
  });
}
