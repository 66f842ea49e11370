import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { env } from "./env.ts";

/** The first four groups of an IPv6 address: what one subscriber is given (RFC 6177). */
function network64(address: string): string {
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const groups = head.split(":").filter(Boolean);
  const rest = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...Array<string>(zeros).fill("0"), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** An IPv4 address as it is, or the network of an IPv6 address: one client may use all addresses in it. */
export function networkOfIp(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  return isIPv6(plain) ? network64(plain) : plain;
}

/**
 * What tells one unknown client from another: its IPv4 address, or its IPv6 network. Behind a proxy that is trusted
 * (TRUST_PROXY), the last address that X-Forwarded-For names: the one the proxy itself saw.
 */
export function clientIp(req: IncomingMessage): string {
  const forwarded = env().TRUST_PROXY
    ? String(req.headers["x-forwarded-for"] ?? "")
        .split(",")
        .at(-1)
        ?.trim()
    : "";
  return networkOfIp(forwarded || req.socket?.remoteAddress || "");
}
