import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { addressesOf, HostRefused, isPublicAddress, type Resolve, resolve } from "./public-addresses.ts";

/** An image could not be downloaded; the message is a phrase that says why. */
export class DownloadFailed extends Error {}

/** Downloads a URL and passes on its bytes. @throws {DownloadFailed}, and what `use` throws */
export type Download = <Result>(
  url: string,
  use: (bytes: AsyncIterable<Buffer>) => Promise<Result>,
  signal?: AbortSignal | undefined,
) => Promise<Result>;

export type DownloadOptions = {
  isAllowed?: (address: string) => boolean;
  resolveHost?: Resolve;
  limits?: Partial<typeof LIMITS>;
};

const LIMITS = {
  redirects: 5,
  attempts: 3,
  /** The pause before the second attempt, in milliseconds; three times as long before the third. */
  pauseMs: 1_000,
  /** The longest pause that a server may ask for by Retry-After, in milliseconds. */
  pauseMaxMs: 30_000,
  /** How long a request may take with all its redirects and its body, in milliseconds. */
  requestMs: 60_000,
  /** URLs of a host that failed in a row, after which its others are not requested. */
  hostFailures: 5,
  /** All downloads together. */
  downloads: 50_000,
  bytes: 20 * 1024 ** 3,
};

/** A failure that the next attempt may not have. `pauseMs`: what the server asks for. */
class Temporary extends DownloadFailed {
  readonly pauseMs: number;
  constructor(message: string, pauseMs = 0) {
    super(message);
    this.pauseMs = pauseMs;
  }
}

const isTemporary = (status: number) => status >= 500 || status === 429 || status === 408;

/** Sends a request to one of the given addresses of the URL's host, and to no other. */
function get(url: URL, addresses: Awaited<ReturnType<Resolve>>, signal: AbortSignal): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_host, { all }, callback) => {
    const [first] = addresses;
    if (all || !first) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
  const { pathname, port, protocol, search } = url;
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const headers = { accept: "image/*", "accept-encoding": "identity", "user-agent": "Octavo" };
  const send = protocol === "https:" ? requestHttps : requestHttp;
  const options = { hostname, port, path: pathname + search, headers, lookup, signal, agent: false };
  return new Promise((resolve, reject) => {
    send(options, resolve).on("error", reject).end();
  });
}

function retryAfterMs({ headers }: IncomingMessage): number {
  const value = headers["retry-after"] ?? "";
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** A failed connection as a failure without details of this machine, such as its addresses. */
function asFailure(error: unknown, timeout: AbortSignal): DownloadFailed {
  if (error instanceof DownloadFailed) return error;
  if (error instanceof HostRefused) return new DownloadFailed(error.message);
  if (timeout.aborted) return new Temporary("the server took too long");
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOTFOUND") return new Temporary("its host does not exist");
  return new Temporary(`the connection failed${code === undefined ? "" : ` (${code})`}`);
}

/**
 * Creates a function that downloads images from the public internet: over http and https only, with limits of size and time for
 * all together and each, and each host checked before it is connected to, that of a redirect as well.
 * @param options for tests, which have a server on the loopback interface
 */
export function createDownload({
  isAllowed = isPublicAddress,
  limits: given = {},
  resolveHost = resolve,
}: DownloadOptions = {}): Download {
  const limits = { ...LIMITS, ...given };
  const failures = new Map<string, number>();
  let downloads = 0;
  let bytes = 0;

  async function open(start: URL, signal: AbortSignal): Promise<IncomingMessage> {
    let url = start;
    for (let redirects = 0; ; redirects++) {
      if (!/^https?:$/.test(url.protocol)) throw new DownloadFailed(`it leads to ${url.href}, which is not http(s)`);
      const response = await get(url, await addressesOf(url, resolveHost, isAllowed), signal);
      const { headers, statusCode: status = 0 } = response;
      if (status === 200) return response;
      response.destroy();
      if (status < 300 || status >= 400 || headers.location === undefined) {
        const reason = `the server responded with ${status}`;
        throw isTemporary(status) ? new Temporary(reason, retryAfterMs(response)) : new DownloadFailed(reason);
      }
      if (redirects >= limits.redirects) throw new DownloadFailed(`more than ${limits.redirects} redirects`);
      const next = URL.parse(headers.location, url);
      if (!next) throw new DownloadFailed("it is redirected to no URL");
      url = next;
    }
  }

  async function* bodyOf(response: IncomingMessage, timeout: AbortSignal): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > limits.bytes) throw new DownloadFailed("all images together are too large");
        yield chunk;
      }
    } catch (error) {
      throw asFailure(error, timeout);
    }
  }

  const attempt: Download = async (href, use, signal) => {
    const timeout = AbortSignal.timeout(limits.requestMs);
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    let response: IncomingMessage | undefined;
    try {
      response = await open(new URL(href), either).catch((error: unknown) => {
        throw asFailure(error, timeout);
      });
      return await use(bodyOf(response, timeout));
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      response?.destroy();
    }
  };

  return async (href, use, signal) => {
    const { host } = new URL(href);
    const failed = failures.get(host) ?? 0;
    if (failed >= limits.hostFailures) throw new DownloadFailed(`${host} has failed ${failed} times in a row`);
    downloads += 1;
    if (downloads > limits.downloads) throw new DownloadFailed(`more than ${limits.downloads} images`);
    for (let attempts = 1; ; attempts++) {
      try {
        const result = await attempt(href, use, signal);
        failures.delete(host);
        return result;
      } catch (error) {
        if (!(error instanceof Temporary)) {
          // The host did respond.
          failures.delete(host);
          throw error;
        }
        if (attempts >= limits.attempts) {
          failures.set(host, (failures.get(host) ?? 0) + 1);
          throw error;
        }
        const pause = Math.min(limits.pauseMaxMs, Math.max(error.pauseMs, limits.pauseMs * 3 ** (attempts - 1)));
        await wait(pause, undefined, { signal });
      }
    }
  };
}
