import type { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress } from "#lib/server/client-address";
import { database } from "#lib/server/db/current";
import { type Auth, authOf } from "./auth.ts";
import { isSecure } from "./cookie.ts";

/** better-auth and what it has to know of a request. */
export async function authFor(req: IncomingMessage): Promise<{ auth: Auth; headers: Headers }> {
  const headers = new Headers({ "x-client-address": clientAddress(req) });
  const { cookie, "user-agent": userAgent } = req.headers;
  if (cookie) headers.set("cookie", cookie);
  if (userAgent) headers.set("user-agent", userAgent.slice(0, 300));
  return { auth: await authOf(await database(), isSecure(req)), headers };
}

/** Hands the cookies that better-auth sets on to the browser. */
export function setCookies(res: ServerResponse, headers: Headers): void {
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) res.setHeader("Set-Cookie", cookies);
}
