import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { entityTag, names } from "#lib/server/http/conditional";
import { requestId } from "#lib/server/http/request-id";
import type { Captured } from "./capture.ts";
import { type Coding, codingFor, encode, isCompressible, tagFor } from "./coding.ts";

/** What belongs to one sending of a response, and not to the response. */
const OF_ONE_SENDING = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

/** What says something of the body, which a 304 does not have (RFC 9110, section 15.4.5). */
const OF_THE_BODY = ["content-encoding", "content-type", "link", "x-total-count"];

/** A response that can be sent any number of times, in any coding. */
export class CachedResponse {
  readonly status: number;
  readonly body: Buffer;
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt = Date.now();
  /** Whether the same address will have these bytes for ever (RFC 8246). */
  readonly isImmutable: boolean;
  /** Whether anyone may keep it. */
  readonly isPublic: boolean;
  readonly #headers: OutgoingHttpHeaders;
  readonly #etag: string | undefined;
  readonly #isCompressible: boolean;
  readonly #coded = new Map<Coding, Buffer | Promise<Buffer>>();

  constructor({ status, headers, body }: Captured) {
    const caching = String(headers["cache-control"] ?? "");
    this.status = status;
    this.body = body;
    this.isImmutable = /\bimmutable\b/.test(caching);
    this.isPublic = /\bpublic\b/.test(caching) && headers["set-cookie"] === undefined;
    this.#isCompressible =
      headers["content-encoding"] === undefined && isCompressible(String(headers["content-type"] ?? ""), body);
    this.#headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_SENDING.includes(name)));
    const isTagged = status === 200 && (this.isPublic || headers.etag !== undefined);
    this.#etag = isTagged ? String(headers.etag ?? entityTag(body.toString("latin1"))) : undefined;
    if (this.#isCompressible) this.#headers.vary = withAcceptEncoding(headers.vary);
  }

  /** In bytes, with what its codings may take. */
  get size(): number {
    return 2 * this.body.length + 2_000;
  }

  /** Sends it: whole, or as 304 to who has it, or its head alone. @param notes headers of this sending */
  async send(req: IncomingMessage, res: ServerResponse, isHead: boolean, notes: OutgoingHttpHeaders): Promise<void> {
    const coding = this.#isCompressible ? codingFor(req.headers["accept-encoding"]) : "identity";
    const headers: OutgoingHttpHeaders = { ...this.#headers, ...notes };
    if (this.#etag !== undefined) headers.etag = tagFor(this.#etag, coding);
    // The first one to be sent has the name under which it is in the log.
    if (headers["x-request-id"] !== undefined && !res.hasHeader("x-request-id"))
      headers["x-request-id"] = requestId(req);
    // What was set while the response was made is in `headers`, but for what this takes out again.
    for (const name of OF_ONE_SENDING) if (name !== "connection") res.removeHeader(name);
    if (this.#isNotModified(req, headers)) {
      for (const name of OF_THE_BODY) {
        delete headers[name];
        res.removeHeader(name);
      }
      res.writeHead(304, headers).end();
      return;
    }
    if (coding !== "identity") headers["content-encoding"] = coding;
    const bytes = await this.#in(coding);
    headers["content-length"] = bytes.length;
    res.writeHead(this.status, headers).end(isHead ? undefined : bytes);
  }

  /** RFC 9110, section 13.2.2. */
  #isNotModified(
    { headers: asked }: IncomingMessage,
    { etag, "last-modified": modified }: OutgoingHttpHeaders,
  ): boolean {
    if (this.status !== 200) return false;
    const known = asked["if-none-match"];
    if (known !== undefined) return etag !== undefined && names(known, String(etag), true);
    const since = Date.parse(asked["if-modified-since"] ?? "");
    return Date.parse(String(modified ?? "")) <= since;
  }

  #in(coding: Coding): Buffer | Promise<Buffer> {
    if (coding === "identity") return this.body;
    const known = this.#coded.get(coding);
    if (known) return known;
    const made = encode(this.body, coding, this.isImmutable).then((bytes) => {
      this.#coded.set(coding, bytes);
      return bytes;
    });
    this.#coded.set(coding, made);
    return made;
  }
}

function withAcceptEncoding(vary: OutgoingHttpHeaders[string]): string {
  const named = String(vary ?? "");
  if (/accept-encoding/i.test(named)) return named;
  return named === "" ? "Accept-Encoding" : `${named}, Accept-Encoding`;
}
