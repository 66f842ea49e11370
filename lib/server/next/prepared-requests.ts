import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";

/** The part of a built page that says what a request asks for: manifests, path parameters, query. */
export type RouteModule = {
  prepare: (req: IncomingMessage, res: ServerResponse, options: object) => Promise<Prepared | undefined>;
};
type Prepared = { query?: object; params?: object };

/** How many URLs of a page are remembered, and how long they may be. */
const URLS_MAX = 100;
const URL_LENGTH_MAX = 300;

const direct = new WeakSet<IncomingMessage>();

/** Lets what `rememberPrepared` remembers be used for a request. @returns takes that back, for what Next does with it */
export function usePrepared(req: IncomingMessage): () => void {
  direct.add(req);
  return () => void direct.delete(req);
}

/**
 * Remembers by URL how Next prepares requests that `usePrepared` was called for: without cookies and headers of Next, all of it
 * follows from the URL.
 */
export function rememberPrepared(routeModule: RouteModule): void {
  const prepare = routeModule.prepare.bind(routeModule);
  const known = new LRUCache<string, { url: string | undefined; prepared: Prepared }>({ max: URLS_MAX });
  routeModule.prepare = async (req, res, options) => {
    const { headers, url = "" } = req;
    if (!direct.has(req) || headers.cookie !== undefined || url.length > URL_LENGTH_MAX)
      return prepare(req, res, options);
    let entry = known.get(url);
    if (!entry) {
      const prepared = await prepare(req, res, options);
      if (!prepared) return undefined;
      entry = { url: req.url, prepared };
      known.set(url, entry);
    }
    req.url = entry.url;
    const { params, query } = entry.prepared;
    return { ...entry.prepared, query: { ...query }, ...(params && { params: { ...params } }) };
  };
}
