import type { IncomingMessage, ServerResponse } from "node:http";
import { ipOf } from "#lib/server/client-ip";
import type { Handle } from "#lib/server/next/capture";

/** What the response cache did with a request; `none` where it had no part in it. */
export const CACHE_RESULTS = ["none", "hit", "miss", "stale", "revalidated", "bypass"] as const;
export type CacheResult = (typeof CACHE_RESULTS)[number];

/** What is known of a request once its response has ended, for the log and the metrics. */
export class RequestRecord {
  /** By the clock of `performance.now`. */
  readonly started = performance.now();
  /** The same clock when the response had been sent; 0 until then. */
  ended = 0;
  // Next and the response cache change both on the way.
  readonly method: string;
  readonly url: string;
  /** Unknown once the connection is gone. */
  readonly ip: string;
  /** See `requestId`. */
  id: string | undefined = undefined;
  cache: CacheResult = "none";
  /** `Viewer.id` of an authenticated request. */
  viewer: string | null = null;

  constructor(req: IncomingMessage) {
    this.method = req.method ?? "";
    this.url = req.url ?? "";
    this.ip = ipOf(req);
  }
}

/** The key of a request's record. The same in every bundle. */
const RECORD = Symbol.for("octavo.request-record");
type Recorded = IncomingMessage & { [RECORD]?: RequestRecord };

/** The record of a request; none where nobody needs it, and in tests of a handler. */
export const recordOf = (req: IncomingMessage): RequestRecord | undefined => (req as Recorded)[RECORD];

/** Records what the response cache did. */
export function recordCache(req: IncomingMessage, result: CacheResult): void {
  const record = recordOf(req);
  if (record) record.cache = result;
}

/** Records who sent the request. */
export function recordViewer(req: IncomingMessage, viewer: string | null): void {
  const record = recordOf(req);
  if (record) record.viewer = viewer;
}

/** Is called once for each request, when its response has been sent or its connection is gone. It must not throw. */
export type OnEnd = (record: RequestRecord, req: IncomingMessage, res: ServerResponse) => void;

/** Keeps a record of each request for `observers`; none are no cost. */
export function withRequestRecords(handle: Handle, observers: OnEnd[]): Handle {
  if (observers.length === 0) return handle;
  function end(this: ServerResponse): void {
    const { req } = this;
    const record = recordOf(req);
    if (!record) return;
    record.ended = performance.now();
    for (const observe of observers) observe(record, req, this);
  }
  return (req, res) => {
    (req as Recorded)[RECORD] = new RequestRecord(req);
    // "close" follows every response: sent, or cut off with its connection.
    res.on("close", end);
    return handle(req, res);
  };
}

/** The status of a response; 0 where the connection was gone before there was one. */
export const sentStatus = (res: ServerResponse): number => (res.headersSent ? res.statusCode : 0);
