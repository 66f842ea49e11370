import type { ServerResponse } from "node:http";

/** Node's text of status line and headers, and whether the connection stays open. Undocumented, see docs/upgrading.md. */
type WithHead = ServerResponse & { _header?: string | null; shouldKeepAlive?: boolean };

/** The header whose value differs between responses, as Node writes it. */
const REQUEST_ID = "\r\nx-request-id: ";

/** Up to this length, in bytes, a body is sent in one string with the headers; a longer one would be copied for longer than that saves. */
const TEXT_MAX = 8_192;

/** How many are cached: with their texts, at most 5 MB. */
const CACHED_MAX = 500;
/** The oldest first. */
const cached = new Set<SerializedResponse>();

/** Caches another one; evicts the oldest if there are too many. */
function cache(response: SerializedResponse): SerializedResponse {
  cached.add(response);
  const [oldest] = cached;
  if (oldest && cached.size > CACHED_MAX) {
    cached.delete(oldest);
    oldest.evict();
  }
  return response;
}

/**
 * A response as Node has checked and serialized its headers: sending it again takes none of that. It has a date, so it is valid within one
 * second.
 */
export class SerializedResponse {
  readonly #status: number;
  /** What comes before and after the id of the request, the body included where it is short. */
  #before: string;
  #after: string;
  readonly #hasBody: boolean;
  /** By the clock of `performance.now`. */
  #until: number;

  private constructor(status: number, before: string, after: string, body: Buffer, until: number) {
    this.#status = status;
    this.#before = before;
    this.#hasBody = body.length <= TEXT_MAX;
    // One flat string, which V8 need not flatten again for each response.
    this.#after = this.#hasBody ? Buffer.concat([Buffer.from(after, "latin1"), body]).toString("latin1") : after;
    this.#until = until;
  }

  /**
   * A response that has just been sent, for others with the same headers, but for X-Request-Id.
   * @param now by the clock of `performance.now`
   * @param id its X-Request-Id; empty where it has none
   * @returns undefined where it cannot be sent again
   */
  static of(res: ServerResponse, body: Buffer, now: number, id: string): SerializedResponse | undefined {
    const { _header: head, shouldKeepAlive, statusCode } = res as WithHead;
    const time = Date.now();
    if (typeof head !== "string" || shouldKeepAlive !== true) return undefined;
    // Set for that response alone, such as `Connection: close` while the server stops.
    if (res.getHeaderNames().length > 0) return undefined;
    // Node's own clock may be late.
    if (!head.includes(`\r\nDate: ${new Date(time).toUTCString()}\r\n`)) return undefined;
    const found = id === "" ? 0 : head.indexOf(`${REQUEST_ID}${id}\r\n`);
    if (found < 0) return undefined;
    const start = id === "" ? 0 : found + REQUEST_ID.length;
    const until = now + 1000 - (time % 1000);
    return cache(new SerializedResponse(statusCode, head.slice(0, start), head.slice(start + id.length), body, until));
  }

  /** Whether Node would serialize the same for `res`: nothing is set on it, and its connection stays open. */
  isFor(res: ServerResponse, now: number): boolean {
    const { _header, shouldKeepAlive } = res as WithHead;
    return now < this.#until && _header === null && shouldKeepAlive === true && res.getHeaderNames().length === 0;
  }

  /** Frees its memory: it is no longer valid. */
  evict(): void {
    this.#until = 0;
    this.#before = "";
    this.#after = "";
  }

  /** @param body the same as that of the response before */
  send(res: ServerResponse, body: Buffer, id: string): void {
    res.statusCode = this.#status;
    // Node sends this text as it is. With a short body in it, one string is written instead of a list of chunks.
    (res as WithHead)._header = this.#before + id + this.#after;
    if (this.#hasBody) res.end();
    else res.end(body);
  }
}
