import type { IncomingMessage, ServerResponse } from "node:http";
import { clientIp } from "#lib/server/client-ip";
import { database } from "#lib/server/db/database";
import { type Auth, getAuth } from "./auth.ts";
import { cookieName, isSecure } from "./cookie.ts";

/** better-auth, and the headers of a request that it needs. */
export async function authForRequest(req: IncomingMessage): Promise<{ auth: Auth; headers: Headers }> {
  // better-auth takes an IP, not the /64 network that clientIp returns for IPv6.
  const headers = new Headers({ "x-client-address": clientIp(req).replace(/\/64$/, "") });
  const { cookie, "user-agent": userAgent } = req.headers;
  if (cookie) headers.set("cookie", cookie);
  if (userAgent) headers.set("user-agent", userAgent.slice(0, 300));
  return { auth: await getAuth(await database(), isSecure(req)), headers };
}

/** Copies the session cookie from better-auth's response. Its other cookies are not used here. */
export function forwardSessionCookies(req: IncomingMessage, res: ServerResponse, headers: Headers): void {
  const name = `${cookieName(isSecure(req))}=`;
  for (const cookie of headers.getSetCookie()) if (cookie.startsWith(name)) res.appendHeader("Set-Cookie", cookie);
}
