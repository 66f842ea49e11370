import type { IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import { getOrigin } from "#lib/server/origin";

/** Whether the site is served over https. */
export const isSecure = (req: IncomingMessage) => getOrigin(req).startsWith("https:");

/** With the `__Host-` prefix, browsers reject the cookie from other hosts and from plain http (RFC 6265bis). */
export const cookieName = (secure: boolean) => (secure ? "__Host-octavo" : "octavo");

/** Whether a request carries a session cookie, valid or not. */
export const hasSessionCookie = (req: IncomingMessage): boolean =>
  req.headers.cookie !== undefined && parseCookie(req.headers.cookie)[cookieName(isSecure(req))] !== undefined;
