import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";
import { hasSessionCookie } from "#lib/server/accounts/cookie";
import { isRead } from "#lib/server/http/conditional";
import { captureResponse, type Handle } from "#lib/server/next/capture";
import { getOrigin } from "#lib/server/origin";
import { CachedResponse } from "./cached-response.ts";
import { stripCodings } from "./compression.ts";

type CacheEntry = { response: CachedResponse; version: string };

type Options = {
  /** How much may be kept, in bytes; 0 keeps nothing. */
  maxBytes: number;
  /** The version of all that the public sees, as it is now; undefined while nobody can tell. */
  currentVersion: () => string | undefined | Promise<string | undefined>;
};

/** No single response takes more than this part of the cache. */
const MAX_ENTRY_FRACTION = 8;

/** Whether whoever asks is nobody in particular: without cookie or key, and not from a page of another origin. */
const isCacheable = (req: IncomingMessage) =>
  req.headers.authorization === undefined && req.headers.origin === undefined && !hasSessionCookie(req);

/** All that the bytes of a public response depend on, beside the version. */
const cacheKey = (req: IncomingMessage) => `${getOrigin(req)} ${req.headers["x-nextjs-data"] ?? ""} ${req.url}`;

/**
 * Next's handler behind a cache of public responses that is always fresh: what is kept is served only while the version of
 * what the public sees stands, so nothing has to be told to forget anything. Compresses, and knows the tags of what it
 * compressed. `Cache-Status` (RFC 9211) and `Age` tell what happened.
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
  /** Responses that are being made, by key and version: whoever asks meanwhile waits for the same one. */
  const inFlight = new Map<string, Promise<CachedResponse | undefined>>();

  /** @param stale what was made before: its handler may find that it would make the same again (RFC 9111, 4.3) */
  async function revalidateOrRender(
    req: IncomingMessage,
    res: ServerResponse,
    stale?: CachedResponse,
  ): Promise<CachedResponse | undefined> {
    // Handlers make the whole response as it is; what a client has and takes is for its sending.
    const { "accept-encoding": _, "if-none-match": __, "if-modified-since": ___, ...headers } = req.headers;
    if (stale?.etag) headers["if-none-match"] = stale.etag;
    const { headers: asked, method } = req;
    Object.assign(req, { headers, method: "GET" });
    try {
      const captured = await captureResponse(handle, req, res);
      if (captured?.status !== 304 || !stale) return captured && new CachedResponse(captured);
      stale.freshAt = Date.now();
      return stale;
    } finally {
      Object.assign(req, { headers: asked, method });
    }
  }

  async function renderAndStore(asked: Parameters<Handle>, key: string, version: string, stale?: CachedResponse) {
    const response = await revalidateOrRender(...asked, stale);
    const isKept = response?.isPublic && (response.status === 200 || response.status === 404);
    if (isKept) cache?.set(key, { response, version });
    return { response, isKept };
  }

  async function read(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const isHead = req.method === "HEAD";
    const respond = (response: CachedResponse | undefined, status: string, age?: number) => {
      const notes = ["Cache-Status", `Octavo; ${status}`];
      if (age !== undefined) notes.push("Age", String(Math.floor(age / 1000)));
      return response?.send(req, res, isHead, notes);
    };

    const asked = cache && isCacheable(req) ? currentVersion() : undefined;
    // Mostly it is known at once, and then nobody waits.
    const version = typeof asked === "object" ? await asked : asked;
    if (version === undefined) return respond(await revalidateOrRender(req, res), "fwd=bypass");

    const key = cacheKey(req);
    const known = cache?.get(key);
    if (known && (known.version === version || known.response.isImmutable)) {
      return respond(known.response, "hit", Date.now() - known.response.freshAt);
    }
    const work = `${version} ${key}`;
    const shared = await inFlight.get(work);
    if (shared) return respond(shared, "hit; collapsed", Date.now() - shared.freshAt);

    const made = renderAndStore([req, res], key, version, known?.response);
    const forOthers = made.then(
      ({ response, isKept }) => (isKept ? response : undefined),
      () => undefined,
    );
    inFlight.set(work, forOthers);
    try {
      const { response, isKept } = await made;
      const why = known ? "stale" : "uri-miss";
      const isTheSame = response !== undefined && response === known?.response;
      await respond(response, `fwd=${why}${isTheSame ? "; fwd-status=304" : ""}${isKept ? "; stored" : ""}`);
    } finally {
      if (inFlight.get(work) === forOthers) inFlight.delete(work);
    }
  }

  return (req, res) => {
    // A part of a response is a part of its plain bytes.
    if (isRead(req) && req.headers.range === undefined) return read(req, res);
    delete req.headers["accept-encoding"];
    if (!isRead(req)) stripRequestCodings(req);
    return handle(req, res);
  };
}

/** Handlers know the tags of what they make, and nothing of codings. */
function stripRequestCodings({ headers }: IncomingMessage): void {
  for (const name of ["if-match", "if-none-match"] as const) {
    const tags = headers[name];
    if (tags !== undefined) headers[name] = stripCodings(tags);
  }
}
