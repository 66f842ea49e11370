import { readdirSync } from "node:fs";
import { isRead } from "#lib/server/http/conditional";
import { refuse } from "#lib/server/http/refusals";
import type { Handle } from "./capture.ts";
import type { Manifests } from "./manifests.ts";

/** Pages whose `getServerSideProps` handles a form post (`handleFormPost`): they work without JavaScript. */
const PAGES_WITH_FORMS = new Set([
  "/about/edit",
  "/account",
  "/account/images",
  "/account/import",
  "/account/keys",
  "/account/messages",
  "/account/posts",
  "/account/redirects",
  "/account/security",
  "/account/site",
  "/account/tags/[slug]",
  "/account/users",
  "/account/users/[id]",
  "/blog/[id]/delete",
  "/blog/[id]/edit",
  "/blog/[id]/history",
  "/blog/[id]/preview/links",
  "/blog/create",
  "/confirm-email",
  "/contact",
  "/login",
  "/reset-password",
  "/signup",
]);

/** The page of every path that no other page has: such paths do not exist. */
const CATCH_ALL = "/[...path]";

const FOR_READING = "GET, HEAD, OPTIONS";
const WITH_FORM = "GET, HEAD, POST, OPTIONS";

const isEndpoint = (name: string) => name === "/api" || name.startsWith("/api/");

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/**
 * Responds 204 to OPTIONS and 405 to methods that a page or file does not have, both with `Allow` (RFC 9110, 9.3.7 and
 * 15.5.6): Next renders pages with `getServerSideProps` for any method. Endpoints, and paths that do not exist, are left
 * to `handle`; so is everything where the manifests are unusable.
 */
export function withPageMethods(handle: Handle, manifests: Manifests | undefined, publicFolder = "public"): Handle {
  if (!manifests) return handle;
  const { dynamicRoutes, rewrites, staticRoutes } = manifests.routes;
  const pages = [...staticRoutes, ...dynamicRoutes];
  const files = new Set(readdirSync(publicFolder).map((name) => `/${name}`));

  /** The value of `Allow` for a path that is a page or a file; empty for a path that does not exist. */
  function allowedAt(pathname: string): string | undefined {
    if (files.has(pathname) || pathname.startsWith("/_next/")) return FOR_READING;
    if (isEndpoint(pathname) || rewrites.afterFiles.some(({ regex }) => regex.test(pathname))) return undefined;
    const found = pages.find(({ regex }) => regex.test(pathname));
    if (!found) return undefined;
    if (found.page === CATCH_ALL) return "";
    return PAGES_WITH_FORMS.has(found.page) ? WITH_FORM : FOR_READING;
  }

  return (req, res) => {
    if (isRead(req)) return handle(req, res);
    const pathname = decoded((req.url ?? "").split("?", 1)[0] ?? "");
    // Next redirects paths with a superfluous slash, for every method.
    const isCanonical = pathname === "/" || (pathname?.endsWith("/") === false && !pathname.includes("//"));
    const allow = pathname !== undefined && isCanonical ? allowedAt(pathname) : undefined;
    // Next responds 400 to OPTIONS for a page, which the catch-all page is.
    if (allow === "" && req.method === "OPTIONS") req.method = "GET";
    if (!allow || (req.method === "POST" && allow === WITH_FORM)) return handle(req, res);
    if (req.method === "OPTIONS") return refuse(res, 204, "", { Allow: allow });
    return refuse(res, 405, `Method ${req.method} Not Allowed`, { Allow: allow });
  };
}
