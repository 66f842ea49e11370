import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";
import { hasSessionCookie } from "#lib/server/accounts/cookie";
import { isRead } from "#lib/server/http/conditional";
import { type CacheResult, recordCache } from "#lib/server/http/request-record";
import { registerCache } from "#lib/server/metrics/caches";
import { captureResponse, type Handle } from "#lib/server/next/capture";
import { getOrigin } from "#lib/server/origin";
import { CachedResponse } from "./cached-response.ts";
import { stripCodings } from "./compression.ts";

type CacheEntry = { response: CachedResponse; version: string };

type Options = {
  /** The size of the cache, in bytes; 0 turns it off. */
  maxBytes: number;
  /** The content version now; undefined while it cannot be read. */
  currentVersion: () => string | undefined | Promise<string | undefined>;
};

/** No single response takes more than this part of the cache. */
const MAX_ENTRY_FRACTION = 8;

/** Whether the response may be shared: the request has no session cookie, no key and no Origin. */
const isCacheable = (req: IncomingMessage) =>
  req.headers.authorization === undefined && req.headers.origin === undefined && !hasSessionCookie(req);

/** Everything that a public response depends on, besides the content version. */
const cacheKey = (req: IncomingMessage) => `${getOrigin(req)} ${req.headers["x-nextjs-data"] ?? ""} ${req.url}`;

/**
 * Caches public responses of `handle`. An entry is a hit only while the content version is unchanged, so no explicit
 * invalidation is needed; a stale cache entry is revalidated by its ETag. Also compresses, with an ETag for each content coding.
 * Reports in `Cache-Status` (RFC 9211) and `Age`.
 */
export function withResponseCache(handle: Handle, { maxBytes, currentVersion }: Options): Handle {
  const cache =
    maxBytes > 0
      ? new LRUCache<string, CacheEntry>({
          maxSize: maxBytes,
          maxEntrySize: Math.ceil(maxBytes / MAX_ENTRY_FRACTION),
          sizeCalculation: ({ response }, key) => response.size + key.length,
        })
      : undefined;
  registerCache("response", () => ({ entries: cache?.size ?? 0, bytes: cache?.calculatedSize ?? 0 }));
  /** Responses being rendered, by key and version: concurrent requests share them. */
  const inFlight = new Map<string, Promise<CachedResponse | undefined>>();

  /** @param stale an entry to revalidate: the handler responds 304 if it would render the same (RFC 9111, section 4.3) */
  async function revalidateOrRender(
    req: IncomingMessage,
    res: ServerResponse,
    stale?: CachedResponse,
  ): Promise<CachedResponse | undefined> {
    // Handlers render the full response; conditional requests and content codings are applied when it is sent.
    const { "accept-encoding": _, "if-none-match": __, "if-modified-since": ___, ...headers } = req.headers;
    if (stale?.etag) headers["if-none-match"] = stale.etag;
    const { headers: original, method } = req;
    Object.assign(req, { headers, method: "GET" });
    try {
      const captured = await captureResponse(handle, req, res);
      if (captured?.status !== 304 || !stale) return captured && new CachedResponse(captured);
      stale.freshAt = performance.now();
      return stale;
    } finally {
      Object.assign(req, { headers: original, method });
    }
  }

  async function renderAndStore(request: Parameters<Handle>, key: string, version: string, stale?: CachedResponse) {
    const response = await revalidateOrRender(...request, stale);
    const isStored = response?.isPublic && (response.status === 200 || response.status === 404);
    if (isStored) cache?.set(key, { response, version });
    return { response, isStored };
  }

  function respond(
    req: IncomingMessage,
    res: ServerResponse,
    response: CachedResponse | undefined,
    result: CacheResult,
    status: string,
    extraHeaders: string[] = [],
  ): void | Promise<void> {
    recordCache(req, result);
    return response?.send(req, res, ["Cache-Status", `Octavo; ${status}`, ...extraHeaders]);
  }

  function respondFromCache(req: IncomingMessage, res: ServerResponse, response: CachedResponse): void | Promise<void> {
    recordCache(req, "hit");
    return response.sendHit(req, res);
  }

  /** Hits take no promise. */
  function read(req: IncomingMessage, res: ServerResponse): void | Promise<void> {
    const current = cache && isCacheable(req) ? currentVersion() : undefined;
    return typeof current === "object"
      ? current.then((version) => readVersion(req, res, version))
      : readVersion(req, res, current);
  }

  function readVersion(req: IncomingMessage, res: ServerResponse, version: string | undefined): void | Promise<void> {
    if (version === undefined) return bypass(req, res);
    const key = cacheKey(req);
    const entry = cache?.get(key);
    const isHit = entry && (entry.version === version || entry.response.isImmutable);
    return isHit ? respondFromCache(req, res, entry.response) : refresh(req, res, key, version, entry);
  }

  async function bypass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    await respond(req, res, await revalidateOrRender(req, res), "bypass", "fwd=bypass");
  }

  async function refresh(
    req: IncomingMessage,
    res: ServerResponse,
    key: string,
    version: string,
    entry: CacheEntry | undefined,
  ): Promise<void> {
    const work = `${version} ${key}`;
    const pending = inFlight.get(work);
    // Without one there is no wait: requests that arrive together would all find none.
    const shared = pending && (await pending);
    if (shared) {
      const age = shared.ageAt(performance.now());
      return respond(req, res, shared, "hit", "hit; collapsed", ["Age", String(age)]);
    }

    const rendering = renderAndStore([req, res], key, version, entry?.response);
    const forConcurrent = rendering.then(
      ({ response, isStored }) => (isStored ? response : undefined),
      () => undefined,
    );
    inFlight.set(work, forConcurrent);
    try {
      const { response, isStored } = await rendering;
      const reason = entry ? "stale" : "uri-miss";
      const isRevalidated = response !== undefined && response === entry?.response;
      const result = isRevalidated ? "revalidated" : entry ? "stale" : "miss";
      const status = `fwd=${reason}${isRevalidated ? "; fwd-status=304" : ""}${isStored ? "; stored" : ""}`;
      await respond(req, res, response, result, status);
    } finally {
      if (inFlight.get(work) === forConcurrent) inFlight.delete(work);
    }
  }

  return (req, res) => {
    // A range is one of the uncompressed bytes.
    if (isRead(req) && req.headers.range === undefined) return read(req, res);
    delete req.headers["accept-encoding"];
    if (!isRead(req)) stripRequestCodings(req);
    return handle(req, res);
  };
}

/** Handlers know ETags without suffixes of content codings. */
function stripRequestCodings({ headers }: IncomingMessage): void {
  for (const name of ["if-match", "if-none-match"] as const) {
    const tags = headers[name];
    if (tags !== undefined) headers[name] = stripCodings(tags);
  }
}
