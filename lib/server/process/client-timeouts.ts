import type { Server } from "node:http";

/** Limits for slow clients, in milliseconds. */
export type ClientTimeouts = {
  /** To send the headers of a request. */
  head: number;
  /** To send a whole request: enough for an image of 20 MiB at 300 kbit/s. */
  request: number;
  /** To receive or send the next bytes. */
  silence: number;
};

export const CLIENT_TIMEOUTS: ClientTimeouts = { head: 10_000, request: 600_000, silence: 60_000 };

/**
 * Keeps clients that send or read slowly, on purpose or not, from holding connections forever.
 * @param keepAlive how long a connection stays open between two requests, in milliseconds. The other limits do not
 * apply meanwhile: Node measures `head` from the first byte of a request, or from the connection's start
 */
export function setClientTimeouts(server: Server, keepAlive: number, timeouts: ClientTimeouts = CLIENT_TIMEOUTS): void {
  server.headersTimeout = timeouts.head;
  server.requestTimeout = timeouts.request;
  server.setTimeout(timeouts.silence);
  server.keepAliveTimeout = keepAlive;
}
