import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { isRead } from "#lib/server/http/conditional";
import type { Handle } from "./capture.ts";
import type { Manifests } from "./manifests.ts";
import { recordFailure } from "./page-failure.ts";
import { allowPrepared, memoizePrepare, type RouteModule } from "./prepared-requests.ts";

const require = createRequire(import.meta.url);

/** What Next builds of a page with `getServerSideProps`, as adapters call it. */
type Page = { getServerSideProps?: unknown; handler?: unknown; routeModule?: Partial<RouteModule> };
type PageHandler = (req: IncomingMessage, res: ServerResponse, context: object) => Promise<void>;

/** Paths without percent-encoding, dots, empty segments or the underscore of Next's own. */
const PLAIN = /^\/(?:[a-z\d][\w-]*(?:\/[\w-]+)*)?$/i;

/** Request headers whose names Next may know. */
const NEXTS_HEADERS = /^(?:next-|x-(?!forwarded-|real-ip$|request-id$))/;

const hasNextsHeader = ({ headers }: IncomingMessage) => {
  for (const name in headers) if (NEXTS_HEADERS.test(name)) return true;
  return false;
};

/**
 * Calls pages with `getServerSideProps` directly, without the work Next does around them. The first request for each page is Next's,
 * and so is each that is not plainly one for a page, that fails, or that may have another meaning for Next.
 */
export function withBuiltPages(next: Handle, manifests: Manifests | undefined): Handle {
  if (!manifests) return next;
  const { files, folder, routes } = manifests;
  const { afterFiles, beforeFiles } = routes.rewrites;
  const elsewhere = [...routes.redirects, ...beforeFiles, ...afterFiles].map(({ regex }) => regex);
  /** By page, once Next has served it; undefined for a page without `getServerSideProps`. */
  const handlers = new Map<string, PageHandler | undefined>();

  function pageOf(pathname: string): string | undefined {
    if (!PLAIN.test(pathname) || pathname.startsWith("/api/") || elsewhere.some((regex) => regex.test(pathname)))
      return undefined;
    return files[pathname] ? pathname : routes.dynamicRoutes.find(({ regex }) => regex.test(pathname))?.page;
  }

  async function load(page: string): Promise<void> {
    const file = files[page] ?? "";
    // A module with top-level await exports a promise.
    const built: Page = file.endsWith(".js") ? await require(path.resolve(folder, "server", file)) : {};
    const { routeModule } = built;
    if (typeof routeModule?.prepare === "function") memoizePrepare(routeModule as RouteModule);
    handlers.set(page, built.getServerSideProps && built.handler ? (built.handler as PageHandler) : undefined);
  }

  return async (req, res) => {
    const [pathname = ""] = (req.url ?? "").split("?", 1);
    const page = isRead(req) && !hasNextsHeader(req) ? pageOf(pathname) : undefined;
    if (page === undefined) return next(req, res);
    const handler = handlers.get(page);
    if (!handler) {
      await next(req, res);
      if (!handlers.has(page)) await load(page);
      return;
    }
    const { url } = req;
    const disallowPrepared = allowPrepared(req);
    try {
      await handler(req, res, {});
    } catch (error) {
      if (res.headersSent || res.writableEnded) throw error;
      req.url = url;
      disallowPrepared();
      // Fails there at once (`frameOfPage`), and Next responds with the page for errors.
      recordFailure(req, error);
      return next(req, res);
    }
  };
}
