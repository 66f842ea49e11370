import type { Server } from "node:http";

/** How long a client may take, in milliseconds. */
export type Patience = {
  /** To send the head of a request. */
  head: number;
  /** To send all of it: a body of 1 MiB comes through 300 kbit/s in this time. */
  request: number;
  /** To take, or send, the next bytes. */
  silence: number;
  /** To ask again on the same connection. */
  idle: number;
};

export const PATIENCE: Patience = { head: 10_000, request: 30_000, silence: 60_000, idle: 5_000 };

/** Keeps clients that send or read slowly, by weakness or on purpose, from holding connections for ever. */
export function limitSlowClients(server: Server, { head, request, silence, idle }: Patience = PATIENCE): void {
  server.headersTimeout = head;
  server.requestTimeout = request;
  server.setTimeout(silence);
  server.keepAliveTimeout = idle;
}
