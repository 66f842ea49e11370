import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Finds all IP addresses of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

export const resolve: Resolve = (host) => lookup(host, { all: true });

/** All that is assigned for use on the IPv6 internet (RFC 4291, section 2.4). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** Azure's services for the virtual machine itself, at an address of the public range. */
const AZURE = "168.63.129.16";

/**
 * Whether an IP address is one of the public internet: no private, loopback, link-local, shared (CGNAT), multicast or reserved
 * one, and no IPv6 address that stands for another one of IPv4 (compatible, NAT64, 6to4, Teredo) or names an interface.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  // `process` converts an IPv4-mapped IPv6 address to IPv4.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast" || parsed.toString() === AZURE) return false;
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(GLOBAL_IPV6);
}

/** A host is refused; the message is a phrase that says why. */
export class HostRefused extends Error {}

/**
 * The addresses of a URL's host, to which connections are then made. One that is not allowed refuses the host, so that a name
 * with a public and a private address leads nowhere.
 * @throws {HostRefused}
 */
export async function addressesOf(
  { hostname }: URL,
  resolveHost: Resolve,
  isAllowed: (address: string) => boolean,
): Promise<LookupAddress[]> {
  // In WHATWG URLs, IPv4 addresses are in dotted decimal form, and those of IPv6 in brackets.
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveHost(host);
  const refused = addresses.find(({ address }) => !isAllowed(address));
  if (refused)
    throw new HostRefused(`${hostname} is at ${refused.address}, which is no address of the public internet`);
  if (addresses.length === 0) throw new HostRefused(`${hostname} has no address`);
  return addresses;
}
