import type { IncomingMessage } from "node:http";
import { getOrigin } from "#lib/server/origin";

/** Whether the site is visited by https. */
export const isSecure = (req: IncomingMessage) => getOrigin(req).startsWith("https:");

/** On https the browser itself sees to it that no other host and no plain http has set the cookie (RFC 6265bis). */
export const cookieName = (secure: boolean) => (secure ? "__Host-octavo" : "octavo");

/** Whether a request comes with a session's cookie, good or bad. */
export function hasSessionCookie(req: IncomingMessage): boolean {
  const { cookie: sent } = req.headers;
  if (sent === undefined) return false;
  const name = `${cookieName(isSecure(req))}=`;
  return sent.split(";").some((cookie) => cookie.trim().startsWith(name));
}
