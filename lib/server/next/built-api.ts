import { createRequire } from "node:module";
import path from "node:path";
import { parse } from "node:querystring";
import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import { log } from "#lib/server/log";
import type { Handle } from "./capture.ts";
import { type Manifests, PARAM_PREFIX } from "./manifests.ts";

const require = createRequire(import.meta.url);

type Endpoint = { page: string; params: Record<string, string> };

/** Paths without percent-encoding, empty segments or dot segments. */
const PLAIN = /^\/api(?:\/[\w-][\w.-]*)+$/;

/**
 * Calls API routes directly, without the work Next does around them, which takes longer than most of our responses. Every
 * path that is not plainly one of an API route is routed by Next, and all of them are where the manifests are unusable.
 */
export function withBuiltApi(next: Handle, manifests: Manifests | undefined): Handle {
  if (!manifests) return next;
  const { files, folder, routes } = manifests;
  const handlers = new Map<string, Promise<NextApiHandler | undefined>>();

  function match(pathname: string): Endpoint | undefined {
    if (!PLAIN.test(pathname)) return undefined;
    if (files[pathname]) return { page: pathname, params: {} };
    for (const { page, namedRegex } of routes.dynamicRoutes) {
      const groups = namedRegex.exec(pathname)?.groups;
      // The catch-all route responds 404.
      if (groups && page.includes("[...")) return undefined;
      if (groups) {
        const params = Object.entries(groups).map(([name, value]) => [name.slice(PARAM_PREFIX.length), value]);
        return { page, params: Object.fromEntries(params) };
      }
    }
    return undefined;
  }

  async function load(page: string): Promise<NextApiHandler | undefined> {
    // A module with top-level await exports a promise.
    const built: { default?: unknown } = await require(path.resolve(folder, "server", files[page] ?? ""));
    if (typeof built.default === "function") return built.default as NextApiHandler;
    log.warn({ event: "endpoint-unusable", page }, "a built API route exports no handler; Next calls it");
    return undefined;
  }

  function getHandler(page: string): Promise<NextApiHandler | undefined> {
    const cached = handlers.get(page);
    if (cached) return cached;
    const handler = load(page);
    handlers.set(page, handler);
    // Not cached: loading that failed for lack of file descriptors may succeed next time.
    handler.catch(() => handlers.delete(page));
    return handler;
  }

  async function call({ page, params }: Endpoint, search: string, ...[req, res]: Parameters<Handle>) {
    const handler = await getHandler(page);
    if (!handler) return next(req, res);
    const apiRequest = Object.assign(req, { query: { ...parse(search), ...params } });
    await handler(apiRequest as unknown as NextApiRequest, res as NextApiResponse);
  }

  return (req, res) => {
    const [pathname = "", search = ""] = (req.url ?? "").split(/\?(.*)/s, 2);
    const endpoint = match(pathname);
    return endpoint ? call(endpoint, search, req, res) : next(req, res);
  };
}
