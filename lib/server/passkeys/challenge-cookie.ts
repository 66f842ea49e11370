import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseCookie, stringifySetCookie } from "cookie";
import { cookieName, isSecure } from "#lib/server/accounts/cookie";
import { CHALLENGE_MS } from "./challenges.ts";

/** Binds a sign-in challenge to the browser that requested it, so that no other browser can use its response. */
const challengeCookieName = (req: IncomingMessage) => `${cookieName(isSecure(req))}-passkey`;

function setCookie(req: IncomingMessage, res: ServerResponse, value: string, maxAge: number): void {
  const name = challengeCookieName(req);
  const attributes = { maxAge, path: "/", httpOnly: true, secure: isSecure(req), sameSite: "strict" } as const;
  res.appendHeader("Set-Cookie", stringifySetCookie({ name, value, ...attributes }));
}

/** Sets a random browser id in the challenge cookie. @returns the id */
export function setChallengeCookie(req: IncomingMessage, res: ServerResponse): string {
  const browserId = randomBytes(24).toString("base64url");
  setCookie(req, res, browserId, CHALLENGE_MS / 1000);
  return browserId;
}

/** Reads the browser id from the challenge cookie and clears the cookie. @returns undefined without the cookie */
export function consumeChallengeCookie(req: IncomingMessage, res: ServerResponse): string | undefined {
  const browserId = parseCookie(req.headers.cookie ?? "")[challengeCookieName(req)];
  if (browserId !== undefined) setCookie(req, res, "", 0);
  return browserId;
}
