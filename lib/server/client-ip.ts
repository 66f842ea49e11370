import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { env } from "./env.ts";

/** 16-bit groups of an IPv6 address that name a subscriber's network: a /64 (RFC 6177). */
const NETWORK_GROUPS = 4;

/**
 * The key that counts a client: an IPv4 address as it is, or the /64 network of an IPv6 address, since one client may use
 * every address in it. Text that is no IP address is returned unchanged.
 */
export function networkOfIp(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const parsed = ipaddr.process(ip);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}

/**
 * The IP of a client. Behind a trusted proxy (TRUST_PROXY) it is the last entry of X-Forwarded-For, the one that the proxy itself
 * appended.
 */
export function ipOf(req: IncomingMessage): string {
  const forwarded = env().TRUST_PROXY
    ? String(req.headers["x-forwarded-for"] ?? "")
        .split(",")
        .at(-1)
        ?.trim()
    : "";
  return forwarded || req.socket?.remoteAddress || "";
}

/** The IP (or IPv6 network) that identifies an anonymous client. */
export const clientIp = (req: IncomingMessage): string => networkOfIp(ipOf(req));
