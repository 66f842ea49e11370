import type { Redirect } from "next";
import { seeOther } from "#lib/server/http/form";

const BASE = "http://octavo.invalid";

/**
 * The path to redirect to after signing in: `next` if it is a path of this site.
 * @param otherwise the path if it is not
 */
export function returnPath(next: unknown, otherwise = "/"): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, BASE)) return otherwise;
  const { hash, origin, pathname, search } = new URL(next, BASE);
  // Check the parsed path, as a browser resolves it: `/.//elsewhere` has become `//elsewhere`.
  return origin === BASE && !pathname.startsWith("//") ? pathname + search + hash : otherwise;
}

/** Redirects an anonymous viewer to the sign-in page, which returns to `path`. */
export function redirectToSignIn(path: string): { redirect: Redirect } {
  return seeOther(`/login?next=${encodeURIComponent(path)}`);
}
