import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { entityTag, matchesTag } from "#lib/server/http/conditional";
import { requestId } from "#lib/server/http/request-id";
import { SerializedResponse } from "#lib/server/http/serialized-response";
import type { CapturedResponse } from "#lib/server/next/capture";
import { type ContentCoding, compress, etagFor, isCompressible, negotiateCoding } from "./compression.ts";

/** Headers of one transmission of a response, which are not cached with it. */
const HOP_BY_HOP_HEADERS = ["connection", "content-length", "date", "keep-alive", "transfer-encoding", "x-request-id"];

/** Headers that describe the body, which a 304 does not have (RFC 9110, section 15.4.5). */
const REPRESENTATION_HEADERS = ["content-encoding", "content-type", "link", "x-total-count"];

/** A response in one content coding, with its headers precomputed. */
type Variant = {
  bytes: Buffer;
  etag: string | undefined;
  /** Alternating names and values: those sent with the body, and those of a 304. */
  headers: string[];
  notModifiedHeaders: string[];
  /** When it was last sent as a hit, by the clock of `performance.now`. */
  hitAt: number;
  /** A recent hit, and the `Age` in it. */
  hit?: { serialized: SerializedResponse; age: number };
};

/** The bytes in memory of their own. Node takes small buffers from slabs of 64 KiB, which a cached one would hold as a whole. */
function withOwnMemory(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** A response that can be sent any number of times, in any coding. */
export class CachedResponse {
  readonly status: number;
  readonly body: Buffer;
  /** When it was rendered or last revalidated, in milliseconds of a clock that nobody sets (`performance.now`). */
  freshAt = performance.now();
  /** Whether the URL will never return other bytes (RFC 8246). */
  readonly isImmutable: boolean;
  /** Whether shared caches may store it. */
  readonly isPublic: boolean;
  /** The ETag as the handler knows it, for revalidation (RFC 9110, section 8.8.3). */
  readonly etag: string | undefined;
  /** Alternating names and values: those of every response, and those of a response with a body. */
  readonly #headers: string[] = [];
  readonly #representationHeaders: string[] = [];
  readonly #lastModified: number;
  readonly #hasRequestId: boolean;
  readonly #isCompressible: boolean;
  readonly #variants = new Map<ContentCoding, Variant | Promise<Variant>>();

  constructor({ status, headers, body }: CapturedResponse) {
    const caching = String(headers["cache-control"] ?? "");
    this.status = status;
    this.body = withOwnMemory(body);
    this.isImmutable = /\bimmutable\b/.test(caching);
    this.isPublic = /\bpublic\b/.test(caching) && headers["set-cookie"] === undefined;
    this.#isCompressible =
      headers["content-encoding"] === undefined && isCompressible(String(headers["content-type"] ?? ""), body);
    const isTagged = status === 200 && (this.isPublic || headers.etag !== undefined);
    this.etag = isTagged ? String(headers.etag ?? entityTag(body.toString("latin1"))) : undefined;
    this.#lastModified = Date.parse(String(headers["last-modified"] ?? ""));
    this.#hasRequestId = headers["x-request-id"] !== undefined;
    const vary = this.#isCompressible ? { vary: withAcceptEncoding(headers.vary) } : {};
    for (const [name, value] of Object.entries({ ...headers, ...vary })) {
      // Each content coding has an ETag of its own.
      if (HOP_BY_HOP_HEADERS.includes(name) || (name === "etag" && isTagged)) continue;
      addHeader(REPRESENTATION_HEADERS.includes(name) ? this.#representationHeaders : this.#headers, name, value);
    }
  }

  /** In whole seconds. @param now by the clock of `performance.now` */
  ageAt(now: number): number {
    return Math.floor((now - this.freshAt) / 1000);
  }

  /** In bytes, content codings and headers included. */
  get size(): number {
    return 2 * this.body.length + 4_000;
  }

  /**
   * Sends the response: in full, as 304 where the client has it, or without its body.
   * @param extraHeaders headers of this transmission, alternating names and values
   */
  send(req: IncomingMessage, res: ServerResponse, extraHeaders: string[]): void | Promise<void> {
    const variant = this.#variantFor(req);
    // The first transmission already has the id of the request that rendered it.
    if (this.#hasRequestId && !res.hasHeader("x-request-id")) extraHeaders.push("x-request-id", requestId(req));
    if ("bytes" in variant) return this.#write(variant, req, res, extraHeaders);
    return variant.then((variant) => this.#write(variant, req, res, extraHeaders));
  }

  /** Sends the response as a cache hit, with its age. */
  sendHit(req: IncomingMessage, res: ServerResponse): void | Promise<void> {
    const now = performance.now();
    const age = this.ageAt(now);
    const variant = this.#variantFor(req);
    if (!("bytes" in variant) || req.method === "HEAD" || this.#isNotModified(req, variant.etag)) {
      return this.send(req, res, hitHeaders(age));
    }
    const id = this.#hasRequestId ? requestId(req) : "";
    const { hit } = variant;
    if (hit?.age === age && hit.serialized.isFor(res, now)) return hit.serialized.send(res, variant.bytes, id);
    this.#write(variant, req, res, [...hitHeaders(age), ...(id === "" ? [] : ["x-request-id", id])]);
    // A single hit is not worth it.
    const serialized = now - variant.hitAt < 1000 ? SerializedResponse.of(res, variant.bytes, now, id) : undefined;
    variant.hitAt = now;
    if (serialized) variant.hit = { serialized, age };
  }

  #variantFor(req: IncomingMessage): Variant | Promise<Variant> {
    const coding = this.#isCompressible ? negotiateCoding(req.headers["accept-encoding"]) : "identity";
    return this.#variants.get(coding) ?? this.#encode(coding);
  }

  #write(
    { bytes, etag, headers, notModifiedHeaders }: Variant,
    req: IncomingMessage,
    res: ServerResponse,
    extraHeaders: string[],
  ) {
    if (this.#isNotModified(req, etag)) res.writeHead(304, [...notModifiedHeaders, ...extraHeaders]).end();
    else res.writeHead(this.status, [...headers, ...extraHeaders]).end(req.method === "HEAD" ? undefined : bytes);
  }

  /** RFC 9110, section 13.2.2. */
  #isNotModified({ headers }: IncomingMessage, etag: string | undefined): boolean {
    if (this.status !== 200) return false;
    const tags = headers["if-none-match"];
    if (tags !== undefined) return etag !== undefined && matchesTag(tags, etag, true);
    const since = headers["if-modified-since"];
    return since !== undefined && this.#lastModified <= Date.parse(since);
  }

  /** Compresses once for concurrent and later requests. */
  #encode(coding: ContentCoding): Variant | Promise<Variant> {
    const variant =
      coding === "identity"
        ? this.#createVariant(coding, this.body)
        : compress(this.body, coding, this.isImmutable).then((bytes) => {
            const encoded = this.#createVariant(coding, withOwnMemory(bytes));
            this.#variants.set(coding, encoded);
            return encoded;
          });
    this.#variants.set(coding, variant);
    // Not cached: compressing that failed for lack of memory may succeed next time.
    if (!("bytes" in variant)) variant.catch(() => this.#variants.delete(coding));
    return variant;
  }

  #createVariant(coding: ContentCoding, bytes: Buffer): Variant {
    const etag = this.etag && etagFor(this.etag, coding);
    const notModifiedHeaders = etag === undefined ? this.#headers : [...this.#headers, "etag", etag];
    const encoding = coding === "identity" ? [] : ["content-encoding", coding];
    const headers = [
      ...notModifiedHeaders,
      ...this.#representationHeaders,
      ...encoding,
      "content-length",
      String(bytes.length),
    ];
    return { bytes, etag, headers, notModifiedHeaders, hitAt: Number.NEGATIVE_INFINITY };
  }
}

const hitHeaders = (age: number) => ["Cache-Status", "Octavo; hit", "Age", String(age)];

/** Adds a header to the flat list that Node sends as it is; a repeated header is added several times. */
function addHeader(headers: string[], name: string, value: OutgoingHttpHeaders[string] = []): void {
  for (const one of Array.isArray(value) ? value : [value]) headers.push(name, String(one));
}

function withAcceptEncoding(vary: OutgoingHttpHeaders[string]): string {
  const named = String(vary ?? "");
  if (/accept-encoding/i.test(named)) return named;
  return named === "" ? "Accept-Encoding" : `${named}, Accept-Encoding`;
}
