import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "./security-headers.ts";

/** How long a client that was refused may take to close its side of the connection, in milliseconds. */
const LINGER_MS = 1_000;

const TEXT = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };

const bodyOf = (detail: string) => (detail === "" ? "" : `${detail}\n`);

/** Responds to a request that reaches neither Next nor a handler. An empty `detail` is a response without content. */
export function refuse(res: ServerResponse, status: number, detail = "", headers: Record<string, string> = {}): void {
  const body = bodyOf(detail);
  const about = body === "" ? {} : { ...TEXT, "Content-Length": Buffer.byteLength(body) };
  res.writeHead(status, { ...securityHeaders(), ...about, ...headers });
  res.end(res.req.method === "HEAD" ? undefined : body);
}

/**
 * Responds on a bare socket, where there is no `ServerResponse`, and closes it. What the client still sends is discarded,
 * so that it can read the response before the connection is gone.
 */
export function refuseSocket(socket: Duplex, status: number, detail: string): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  // The client may be gone already.
  socket.on("error", () => socket.destroy());
  const body = bodyOf(detail);
  const headers = { ...securityHeaders(), ...TEXT, "Content-Length": Buffer.byteLength(body), Connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n"));
  socket.resume();
}
