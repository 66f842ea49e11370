import type { Redirect } from "next";
import { seeOther } from "#lib/server/http/form";

const HERE = "http://octavo.invalid";

/**
 * Where to go on to after signing in: what `next` names, if that is a path of this site.
 * @param otherwise where to go if it is not
 */
export function returnPath(next: unknown, otherwise = "/"): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, HERE)) return otherwise;
  const { hash, origin, pathname, search } = new URL(next, HERE);
  // What a browser makes of it counts, not what it looks like: `/.//elsewhere` has become `//elsewhere` here.
  return origin === HERE && !pathname.startsWith("//") ? pathname + search + hash : otherwise;
}

/** For a page that a stranger asked for: to the page to sign in, and back. */
export function redirectToSignIn(path: string): { redirect: Redirect } {
  return seeOther(`/login?next=${encodeURIComponent(path)}`);
}
