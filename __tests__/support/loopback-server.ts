import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** A server on the loopback interface for each test of the file, with a handler for each path; 404 for others. */
export function withLoopbackServer(): {
  /** Its port. */
  readonly port: number;
  readonly handlers: Record<string, Handler>;
  /** The paths that were requested, with the `Host` of each. */
  readonly requests: string[];
} {
  const state = { port: 0, handlers: {} as Record<string, Handler>, requests: [] as string[] };
  const sockets = new Set<Socket>();
  const server = createServer((req, res) => {
    state.requests.push(`${req.headers.host?.replace(/:\d+$/, "")}${req.url}`);
    const handler = state.handlers[req.url ?? ""];
    if (handler) handler(req, res);
    else res.writeHead(404).end();
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  beforeEach(async () => {
    state.handlers = {};
    state.requests = [];
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    state.port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return state;
}
