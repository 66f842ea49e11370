import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** An instance that counts what it receives, on a port of its own. */
export class FakeInstance {
  /** The request lines received, without health checks. */
  readonly requests: string[] = [];
  /** How many connections had such a request. */
  connections = 0;
  /** Whether it breaks the connection once it has a request, instead of responding. */
  breaks = false;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async start(): Promise<void> {
    this.#server = createServer((socket) => this.#serve(socket));
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** Refuses connections from now on, and closes those that are open. */
  async stop(): Promise<void> {
    const closed = this.#server?.listening ? once(this.#server, "close") : undefined;
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    let received = "";
    let requests = 0;
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      if (end === -1) return;
      const length = Number(/^content-length: *(\d+)/im.exec(received.slice(0, end))?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      const [line = ""] = received.split(" HTTP/");
      received = received.slice(end + 4 + length);
      if (!line.includes("/api/ready")) {
        this.requests.push(line);
        if (requests++ === 0) this.connections++;
        if (this.breaks) {
          socket.resetAndDestroy();
          return;
        }
      }
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
  }
}
