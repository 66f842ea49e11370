import type { Server } from "node:http";

/** How long a client may take, in milliseconds. */
export type ClientTimeouts = {
  /** To send the head of a request. */
  head: number;
  /** To send all of it: a body of 1 MiB comes through 300 kbit/s in this time. */
  request: number;
  /** To take, or send, the next bytes. */
  silence: number;
};

export const CLIENT_TIMEOUTS: ClientTimeouts = { head: 10_000, request: 30_000, silence: 60_000 };

/**
 * Keeps clients that send or read slowly, by weakness or on purpose, from holding connections for ever.
 * @param keepAlive how long a connection stays open between two requests, in milliseconds. The other limits do not count
 * meanwhile: Node measures `head` from the first byte of a request, or from the connection's start
 */
export function setClientTimeouts(server: Server, keepAlive: number, patience: ClientTimeouts = CLIENT_TIMEOUTS): void {
  server.headersTimeout = patience.head;
  server.requestTimeout = patience.request;
  server.setTimeout(patience.silence);
  server.keepAliveTimeout = keepAlive;
}
