import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { cookieName, isSecure } from "#lib/server/accounts/cookie";
import { CHALLENGE_MS } from "./challenges.ts";

/** Tells the browser that asked to sign in from any other, until it has answered: nobody signs in by another's answer. */
const nameOn = (req: IncomingMessage) => `${cookieName(isSecure(req))}-passkey`;

function setCookie(req: IncomingMessage, res: ServerResponse, value: string, seconds: number): void {
  const secure = isSecure(req) ? "; Secure" : "";
  const rest = `Max-Age=${seconds}; Path=/; HttpOnly${secure}; SameSite=Strict`;
  res.appendHeader("Set-Cookie", `${nameOn(req)}=${value}; ${rest}`);
}

/** Marks the browser. @returns its mark */
export function setChallengeCookie(req: IncomingMessage, res: ServerResponse): string {
  const mark = randomBytes(24).toString("base64url");
  setCookie(req, res, mark, CHALLENGE_MS / 1000);
  return mark;
}

/** The browser's mark, if it has one; it is asked to forget it. */
export function consumeChallengeCookie(req: IncomingMessage, res: ServerResponse): string | undefined {
  const start = `${nameOn(req)}=`;
  const cookies = (req.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  const mark = cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
  if (mark !== undefined) setCookie(req, res, "", 0);
  return mark;
}
