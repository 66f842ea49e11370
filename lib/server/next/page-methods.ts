import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isRead } from "#lib/server/http/conditional";
import { refuse } from "#lib/server/http/refusals";
import type { Handle } from "./capture.ts";

/** What `next build` writes down of the paths it serves, as far as it is read here. Each list in the order Next tries it. */
type Routes = {
  rewrites: { afterFiles: { regex: string }[] };
  staticRoutes: { page: string; regex: string }[];
  dynamicRoutes: { page: string; regex: string }[];
};

/** The pages whose `getServerSideProps` takes a form (`takeForm`): they work without JavaScript. */
const PAGES_WITH_FORMS = new Set([
  "/about/edit",
  "/account",
  "/account/messages",
  "/blog/[id]/delete",
  "/blog/[id]/edit",
  "/blog/[id]/history",
  "/blog/create",
  "/blog/drafts",
  "/contact",
  "/login",
  "/reset-password",
  "/signup",
]);

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
 * to `handle`.
 * @param folder where the build is
 */
export function withPageMethods(handle: Handle, folder = ".next", publicFolder = "public"): Handle {
  const routes = JSON.parse(readFileSync(path.join(folder, "routes-manifest.json"), "utf8")) as Routes;
  const rewrites = routes.rewrites.afterFiles.map(({ regex }) => new RegExp(regex));
  const pages = [...routes.staticRoutes, ...routes.dynamicRoutes].map(({ page, regex }) => ({
    page,
    pattern: new RegExp(regex),
  }));
  const files = new Set(readdirSync(publicFolder).map((name) => `/${name}`));

  /** The value of `Allow` for a path that is a page or a file. */
  function allowedAt(pathname: string): string | undefined {
    if (files.has(pathname) || pathname.startsWith("/_next/")) return FOR_READING;
    if (isEndpoint(pathname) || rewrites.some((pattern) => pattern.test(pathname))) return undefined;
    const found = pages.find(({ pattern }) => pattern.test(pathname));
    if (!found) return undefined;
    return PAGES_WITH_FORMS.has(found.page) ? WITH_FORM : FOR_READING;
  }

  return (req, res) => {
    if (isRead(req)) return handle(req, res);
    const pathname = decoded((req.url ?? "").split("?", 1)[0] ?? "");
    // Next redirects from a path with a slash too many, with whatever method.
    const isCanonical = pathname === "/" || (pathname?.endsWith("/") === false && !pathname.includes("//"));
    const allow = pathname !== undefined && isCanonical ? allowedAt(pathname) : undefined;
    if (allow === undefined || (req.method === "POST" && allow === WITH_FORM)) return handle(req, res);
    if (req.method === "OPTIONS") return refuse(res, 204, "", { Allow: allow });
    return refuse(res, 405, `Method ${req.method} Not Allowed`, { Allow: allow });
  };
}
