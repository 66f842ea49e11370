import type { IncomingMessage } from "node:http";
import { clientIp } from "#lib/server/client-ip";
import { env } from "#lib/server/env";
import { bearerToken } from "#lib/server/keys/keys";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { isSecret } from "#lib/server/secret";
import { BEARER_CHALLENGE } from "#lib/server/viewer";

/**
 * Requires the token in the setting METRICS_TOKEN as a bearer token. No account and no API key has it.
 * @throws {Problem} 404 where the setting is missing, 401
 */
export function requireMetricsToken(req: IncomingMessage): void {
  const { METRICS_TOKEN } = env();
  if (METRICS_TOKEN === undefined) throw new Problem("not-found");
  const given = bearerToken(req);
  if (given !== undefined && isSecret(given, METRICS_TOKEN)) return;
  if (given !== undefined)
    log.warn({ event: "metrics-refused", client: clientIp(req) }, "a metrics token was not valid");
  throw new Problem("unauthenticated", {
    title: given === undefined ? "Metrics need the token in METRICS_TOKEN" : "This metrics token is not valid",
    detail: "Send the header Authorization: Bearer <METRICS_TOKEN>.",
    headers: BEARER_CHALLENGE,
  });
}
