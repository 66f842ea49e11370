import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { entityTag, matchesTag } from "#lib/server/http/conditional";
import { requestId } from "#lib/server/http/request-id";
import type { CapturedResponse } from "#lib/server/next/capture";
import { type ContentCoding, compress, etagFor, isCompressible, negotiateCoding } from "./compression.ts";

/** What belongs to one sending of a response, and not to the response. */
const HOP_BY_HOP_HEADERS = ["connection", "content-length", "date", "keep-alive", "transfer-encoding", "x-request-id"];

/** What says something of the body, which a 304 does not have (RFC 9110, section 15.4.5). */
const REPRESENTATION_HEADERS = ["content-encoding", "content-type", "link", "x-total-count"];

/** A response in one coding, with all that can be worked out before anybody asks for it. */
type Variant = {
  bytes: Buffer;
  etag: string | undefined;
  /** Names and values in turn, as they are sent with the body, and with a 304. */
  headers: string[];
  notModifiedHeaders: string[];
};

/** A response that can be sent any number of times, in any coding. */
export class CachedResponse {
  readonly status: number;
  readonly body: Buffer;
  /** When it was made, or last found to be what would be made again; in milliseconds since 1970. */
  freshAt = Date.now();
  /** Whether the same address will have these bytes for ever (RFC 8246). */
  readonly isImmutable: boolean;
  /** Whether anyone may keep it. */
  readonly isPublic: boolean;
  /** Tells the handler which one is here (RFC 9110, section 8.8.3). */
  readonly etag: string | undefined;
  /** Names and values in turn: those that every sending has, and those that only one with a body has. */
  readonly #fields: string[] = [];
  readonly #fieldsOfBody: string[] = [];
  readonly #modified: number;
  readonly #isNamed: boolean;
  readonly #isCompressible: boolean;
  readonly #forms = new Map<ContentCoding, Variant | Promise<Variant>>();

  constructor({ status, headers, body }: CapturedResponse) {
    const caching = String(headers["cache-control"] ?? "");
    this.status = status;
    this.body = body;
    this.isImmutable = /\bimmutable\b/.test(caching);
    this.isPublic = /\bpublic\b/.test(caching) && headers["set-cookie"] === undefined;
    this.#isCompressible =
      headers["content-encoding"] === undefined && isCompressible(String(headers["content-type"] ?? ""), body);
    const isTagged = status === 200 && (this.isPublic || headers.etag !== undefined);
    this.etag = isTagged ? String(headers.etag ?? entityTag(body.toString("latin1"))) : undefined;
    this.#modified = Date.parse(String(headers["last-modified"] ?? ""));
    this.#isNamed = headers["x-request-id"] !== undefined;
    const vary = this.#isCompressible ? { vary: withAcceptEncoding(headers.vary) } : {};
    for (const [name, value] of Object.entries({ ...headers, ...vary })) {
      // The tag is another one in each coding.
      if (HOP_BY_HOP_HEADERS.includes(name) || (name === "etag" && isTagged)) continue;
      addHeader(REPRESENTATION_HEADERS.includes(name) ? this.#fieldsOfBody : this.#fields, name, value);
    }
  }

  /** In bytes, with what its codings and their headers may take. */
  get size(): number {
    return 2 * this.body.length + 4_000;
  }

  /**
   * Sends it: whole, or as 304 to who has it, or its head alone.
   * @param notes headers of this sending, names and values in turn
   */
  send(req: IncomingMessage, res: ServerResponse, isHead: boolean, notes: string[]): void | Promise<void> {
    const coding = this.#isCompressible ? negotiateCoding(req.headers["accept-encoding"]) : "identity";
    const form = this.#forms.get(coding) ?? this.#formIn(coding);
    if ("bytes" in form) return this.#write(form, req, res, isHead, notes);
    return form.then((made) => this.#write(made, req, res, isHead, notes));
  }

  #write(
    { bytes, etag, headers, notModifiedHeaders }: Variant,
    req: IncomingMessage,
    res: ServerResponse,
    isHead: boolean,
    notes: string[],
  ) {
    // The first one to be sent has the name under which it is in the log.
    if (this.#isNamed && !res.hasHeader("x-request-id")) notes.push("x-request-id", requestId(req));
    if (this.#isNotModified(req, etag)) res.writeHead(304, [...notModifiedHeaders, ...notes]).end();
    else res.writeHead(this.status, [...headers, ...notes]).end(isHead ? undefined : bytes);
  }

  /** RFC 9110, section 13.2.2. */
  #isNotModified({ headers: asked }: IncomingMessage, etag: string | undefined): boolean {
    if (this.status !== 200) return false;
    const known = asked["if-none-match"];
    if (known !== undefined) return etag !== undefined && matchesTag(known, etag, true);
    const since = asked["if-modified-since"];
    return since !== undefined && this.#modified <= Date.parse(since);
  }

  /** Compresses once, for all who ask meanwhile and later. */
  #formIn(coding: ContentCoding): Variant | Promise<Variant> {
    const form =
      coding === "identity"
        ? this.#formOf(coding, this.body)
        : compress(this.body, coding, this.isImmutable).then((bytes) => {
            const made = this.#formOf(coding, bytes);
            this.#forms.set(coding, made);
            return made;
          });
    this.#forms.set(coding, form);
    return form;
  }

  #formOf(coding: ContentCoding, bytes: Buffer): Variant {
    const etag = this.etag && etagFor(this.etag, coding);
    const headOf304 = etag === undefined ? this.#fields : [...this.#fields, "etag", etag];
    const coded = coding === "identity" ? [] : ["content-encoding", coding];
    const head = [...headOf304, ...this.#fieldsOfBody, ...coded, "content-length", String(bytes.length)];
    return { bytes, etag, headers: head, notModifiedHeaders: headOf304 };
  }
}

/** Adds a header in the form that Node sends without taking it apart once more. One that is there several times is several. */
function addHeader(fields: string[], name: string, value: OutgoingHttpHeaders[string] = []): void {
  for (const one of Array.isArray(value) ? value : [value]) fields.push(name, String(one));
}

function withAcceptEncoding(vary: OutgoingHttpHeaders[string]): string {
  const named = String(vary ?? "");
  if (/accept-encoding/i.test(named)) return named;
  return named === "" ? "Accept-Encoding" : `${named}, Accept-Encoding`;
}
