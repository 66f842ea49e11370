import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";

/** The part of a built page that says what a request asks for: manifests, path parameters, query. */
export type RouteModule = {
  prepare: (req: IncomingMessage, res: ServerResponse, options: object) => Promise<Prepared | undefined>;
};
type Prepared = { query?: object; params?: object };

/** How many URLs of a page are cached, and how long they may be. */
const URLS_MAX = 100;
const URL_LENGTH_MAX = 300;

/** Requests that may be prepared from the cache. */
const allowed = new WeakSet<IncomingMessage>();

/** Lets a request be prepared from the cache of `memoizePrepare`. @returns disallows it, before Next handles the request */
export function allowPrepared(req: IncomingMessage): () => void {
  allowed.add(req);
  return () => void allowed.delete(req);
}

/**
 * Caches by URL how Next prepares requests for which `allowPrepared` was called: without cookies and headers of Next, all of it
 * follows from the URL.
 */
export function memoizePrepare(routeModule: RouteModule): void {
  const prepare = routeModule.prepare.bind(routeModule);
  const cache = new LRUCache<string, { url: string | undefined; prepared: Prepared }>({ max: URLS_MAX });
  routeModule.prepare = async (req, res, options) => {
    const { headers, url = "" } = req;
    if (!allowed.has(req) || headers.cookie !== undefined || url.length > URL_LENGTH_MAX)
      return prepare(req, res, options);
    let entry = cache.get(url);
    if (!entry) {
      const prepared = await prepare(req, res, options);
      if (!prepared) return undefined;
      entry = { url: req.url, prepared };
      cache.set(url, entry);
    }
    req.url = entry.url;
    const { params, query } = entry.prepared;
    return { ...entry.prepared, query: { ...query }, ...(params && { params: { ...params } }) };
  };
}
